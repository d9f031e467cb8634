import { InvalidInput } from '../core/contracts/errors.ts';
import type { Release } from '../core/contracts/release.ts';
import type { Releases } from '../lambdas/ports.ts';

/** The release whose id is, or uniquely begins with, `id`; "last" is the newest. */
export async function findRelease(releases: Releases, id: string): Promise<Release> {
  const all = await releases.list();
  if (id === 'last' && all[0] !== undefined) return all[0];
  const wanted = id.startsWith('rel-') ? id : `rel-${id}`;
  const found = id === '' ? [] : all.filter((r) => r.releaseId.startsWith(wanted));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (all.length === 0)
    throw new InvalidInput(`release: found "${id}", but there is no release yet; "interlock submit" makes one`);
  const why = found.length === 0 ? 'no release has it' : `${found.length} releases begin with it`;
  throw new InvalidInput(`release: found "${id}" (${why}); expected "last" or an id that "interlock releases" lists`);
}
