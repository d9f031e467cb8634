import type { History } from '../contracts/measurement.ts';

/**
 * The factors of a version that takes `share` (0 to 1) of the requests, from those of one process that took them all.
 * What makes clumps is a process that stalls for a while: with fewer requests a second fewer of them meet the stall, so
 * what the variance has above the mean shrinks with the share, F - 1 to share (F - 1). Beside a version with the other
 * requests and as many stalls of its own, the variance of the difference gives 2 share (1 - share) (F - 1); the larger of
 * the two stands for both. `latAbs` is only ever asked of the new version alone.
 */
export function dispersionAtShare(phi: NonNullable<History['phi']>, share: number): NonNullable<History['phi']> {
  const beside = Math.max(share, 2 * share * (1 - share));
  const scaled = Object.entries(phi).flatMap(([id, factor]) =>
    factor === undefined ? [] : [[id, 1 + (id === 'latAbs' ? share : beside) * (factor - 1)] as const],
  );
  return Object.fromEntries(scaled);
}
