import { InvalidInput } from '../../../core/contracts/errors.ts';
import type { Release } from '../../../core/contracts/release.ts';
import type { Releases } from '../../../lambdas/ports.ts';

/** In the order in which they were created. */
export type ReleaseStore = Map<string, Release>;

export function createReleases(store: ReleaseStore): Releases {
  const changed = (releaseId: string, change: (release: Release) => Partial<Release>): Release | null => {
    const release = store.get(releaseId);
    if (release === undefined || release.status === 'CLOSED') return release ?? null;
    const next = { ...release, ...change(release) };
    store.set(releaseId, next);
    return next;
  };
  const mustChange = (...args: Parameters<typeof changed>): void => {
    if (changed(...args) === null) throw new InvalidInput(`release ${args[0]}: not found`);
  };
  const newestFirst = (releases: Iterable<Release>) =>
    [...releases].reverse().sort((a, b) => (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : 0));
  return {
    create: async (release) => {
      if (store.has(release.releaseId)) return 'EXISTS';
      store.set(release.releaseId, release);
      return 'CREATED';
    },
    get: async (releaseId) => store.get(releaseId) ?? null,
    list: async ({ status, limit } = {}) =>
      newestFirst([...store.values()].filter((r) => status === undefined || r.status === status)).slice(0, limit),
    openOf: async (repository, change, service) =>
      newestFirst(
        [...store.values()].filter(
          (r) =>
            r.status === 'OPEN' &&
            r.change.repository === repository &&
            r.change.change === change &&
            r.change.service === service,
        ),
      ),
    setEvidence: async (releaseId, { digest, configHash }) => mustChange(releaseId, () => ({ digest, configHash })),
    setAt: async (releaseId, step) => mustChange(releaseId, () => ({ at: step })),
    requestStop: async (releaseId, stop) => changed(releaseId, (release) => ({ stop: release.stop ?? stop })),
    close: async (releaseId, outcome, at) =>
      mustChange(releaseId, () => ({ status: 'CLOSED', outcome, closedAt: new Date(at).toISOString() })),
  };
}
