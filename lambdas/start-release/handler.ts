import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import type { Deps } from './deps.ts';

/** Starts one execution for one event, however often the bus delivers it. */
export const createHandler = (deps: Deps) => async (event: ChangeSubmitted) => {
  const releaseId = releaseIdOf(event);
  return { releaseId, started: (await deps.executions.start(releaseId, event)) === 'STARTED' };
};
