import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import { createHandler as createCloseRelease } from '../close-release/handler.ts';
import type { Deps } from './deps.ts';
import { finishHalfDone } from './finish-half-done.ts';

/** An execution may be a moment behind its release's record; only older releases are taken for dead. */
const GRACE_MS = 5 * 60_000;

/**
 * Closes releases whose execution died: what no Catch sees (States.Runtime, States.DataLimitExceeded, an aborted or
 * lost execution). Of live ones it finishes what a process recorded and then died before doing.
 */
export const createHandler = (deps: Deps) => async () => {
  const close = createCloseRelease(deps);
  const closed: ReleaseId[] = [];
  const faults: unknown[] = [];
  const look = async (release: Release) => {
    const old = deps.clock.now() - Date.parse(release.openedAt) > GRACE_MS;
    const status = await deps.executions.status(release.releaseId);
    if (status === 'RUNNING') await finishHalfDone(deps, release.releaseId);
    if (status === 'RUNNING' || (!old && status === 'UNKNOWN')) return;
    await close({ releaseId: release.releaseId, fault: 'the execution ended without closing its release' });
    closed.push(release.releaseId);
  };
  // One that cannot be closed yet must not keep the others open: its fault is told when all were looked at.
  for (const release of await deps.releases.list({ status: 'OPEN' }))
    await look(release).catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
  return { closed };
};
