import type { Release } from '../../core/contracts/release.ts';
import { interlock } from '../kit/recorder.ts';
import { stopRelease } from '../kit/stop-release.ts';
import type { Deps } from './deps.ts';

/** The newest submission of a change stays; false when this one is not it. */
export async function supersede(deps: Deps, release: Release): Promise<boolean> {
  const { repository, change, service } = release.change;
  const others = (await deps.releases.openOf(repository, change, service)).filter(
    (r) => r.releaseId !== release.releaseId,
  );
  for (const other of others) {
    const [older, newer] = isNewer(other, release) ? [release, other] : [other, release];
    await stopRelease(deps, older.releaseId, {
      kind: 'SUPERSEDE',
      actor: interlock,
      reason: `superseded by ${newer.change.head.slice(0, 12)} of the same change (${newer.releaseId})`,
    });
  }
  return !others.some((other) => isNewer(other, release));
}

/** Two of the same millisecond must not supersede each other: then the ids decide, which both see alike. */
function isNewer(a: Release, b: Release): boolean {
  const later = Date.parse(a.change.at) - Date.parse(b.change.at);
  return later === 0 ? a.releaseId > b.releaseId : later > 0;
}
