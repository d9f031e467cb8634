import type { Actor } from '../../core/contracts/actor.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Operation, OperationResult } from '../../core/contracts/operation.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { createHandler as createIntake } from '../intake/handler.ts';
import { sourceOf } from '../../core/release/services-in.ts';
import { hasService } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** The commits come from where the config says that the service's code is, whatever clone they were named in. */
export async function submit(
  deps: Deps,
  { kind: _, ...change }: Extract<Operation, { kind: 'SUBMIT' }>,
  submittedBy: Actor,
): Promise<OperationResult<'SUBMIT'>> {
  const settings = await deps.settings.current();
  const configured = hasService(settings, change.service) ? settings.config.services[change.service] : undefined;
  const source = configured === undefined ? deps.own : sourceOf(configured.repository, deps.own);
  if (source === null || source.kind === 'LOCAL')
    throw new InvalidInput(`services.${change.service}.repository: expected github:OWNER/NAME or codecommit:NAME`);
  const event: ChangeSubmitted = {
    kind: 'change.submitted',
    version: 1,
    source,
    // As webhooks name it.
    repository: source.kind === 'GITHUB' ? `${source.owner}/${source.name}` : source.name,
    ...change,
    submittedBy,
    trigger: 'CLI',
    at: new Date(deps.clock.now()).toISOString(),
  };
  const known = await deps.releases.get(releaseIdOf(event));
  const { releaseId } = await createIntake(deps)(event);
  return { releaseId, before: known && { at: known.at, outcome: known.outcome } };
}
