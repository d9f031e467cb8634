import { releaseIdOf as releaseIdOfEvent } from '../../../core/release/release-id.ts';
import type { GateRun } from '../../../core/contracts/gate-result.ts';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { RUNNING, someEvent } from '../../support/some-change.ts';
import type { World } from '../../support/steps-world.ts';

/** Opened, reviewed and with gates that have run: what the decision finds. No gates at all when they are null. */
export async function collected(world: World, gates?: GateRun | null): Promise<ReleaseId> {
  const { steps, ports } = world;
  const event = someEvent();
  const releaseId = releaseIdOfEvent(event);
  ports.deployer.serving.set('production', RUNNING);
  await steps.OpenRelease({ releaseId, event });
  await steps.ReviewChange({ releaseId });
  if (gates !== null) {
    await steps.RunGates({ releaseId, taskToken: 'gates' });
    await ports.gates.finish(releaseId, gates);
  }
  return releaseId;
}
export const verdictOf = (world: World, releaseId: ReleaseId) =>
  evidenceOf(world.ports.blobs, releaseId).get('verdict');
