import type { ReleaseId } from '../../core/contracts/ids.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** Asks for the gates to run on the head; the run answers the task token when it has ended. */
export const createHandler = (deps: Deps) => async (input: { releaseId: ReleaseId; taskToken: string }) => {
  const { release, record, settings } = await releaseContext(deps, input.releaseId, 'run-gates');
  if (release.stop !== null) {
    await deps.callbacks.succeed(input.taskToken, { status: 'CANCELLED' });
    return {};
  }
  const gates = settings.config.gates.stages.flatMap((s) => s.gates.map((g) => g.name));
  await record({
    key: 'gates.requested',
    event: 'gates.requested',
    rationale: `${gates.length} gates on ${release.change.head.slice(0, 12)}`,
    payload: { gates },
  });
  const { source, base, head } = release.change;
  await deps.gates.start({ releaseId: input.releaseId, source, base, head, taskToken: input.taskToken });
  return {};
};
