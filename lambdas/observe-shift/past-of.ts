import type { History } from '../../core/contracts/measurement.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/**
 * What staging is compared with (002-19): it has no past of its own that says anything, so it is production's. Nothing is
 * decided by it: what cannot be found out is null, and nobody waits for it.
 */
export async function pastOf({ traffic }: Deps, { release }: ReleaseContext, phase: Phase): Promise<History | null> {
  if (phase !== 'STAGING') return null;
  try {
    return await traffic.recent(release.change.service);
  } catch {
    return null;
  }
}
