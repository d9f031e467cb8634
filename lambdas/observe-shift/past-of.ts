import type { History } from '../../core/contracts/measurement.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { Watch } from './watch.ts';

/**
 * What a version is compared with where no old one serves beside it (002-19): staging has no past of its own that says
 * anything, so it is production's. Nothing is decided by it: what cannot be found out is null, and nobody waits for it.
 */
export async function pastOf(
  { traffic }: Deps,
  { release }: ReleaseContext,
  phase: Phase,
  { judge }: Watch,
): Promise<History | null> {
  if (phase !== 'STAGING') return judge.history;
  try {
    return await traffic.recent(release.change.service);
  } catch {
    return null;
  }
}
