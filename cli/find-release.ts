import { InvalidInput } from '../core/contracts/errors.ts';
import { releaseIdSchema } from '../core/contracts/ids.ts';
import type { Release } from '../core/contracts/release.ts';
import type { ReadPorts } from './home.ts';

/** The release whose id is, or uniquely begins with, `id`; "last" is the newest. Only a beginning looks at them all. */
export async function findRelease(releases: ReadPorts['releases'], id: string): Promise<Release> {
  const [newest] = await releases.list({ limit: 1 });
  if (newest === undefined)
    throw new InvalidInput(`release: found "${id}", but there is no release yet; "interlock submit" makes one`);
  if (id === 'last') return newest;
  const whole = releaseIdSchema.safeParse(id);
  const known = whole.success ? await releases.get(whole.data) : null;
  if (known !== null) return known;
  const wanted = id.startsWith('rel-') ? id : `rel-${id}`;
  const found = id === '' || whole.success ? [] : (await releases.list()).filter((r) => r.releaseId.startsWith(wanted));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  const why = found.length === 0 ? 'no release has it' : `${found.length} releases begin with it`;
  throw new InvalidInput(`release: found "${id}" (${why}); expected "last" or an id that "interlock releases" lists`);
}
