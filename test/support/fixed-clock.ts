import type { Clock } from '../../lambdas/ports.ts';

/** A clock that stands still until a test moves it. */
export function fixedClock(start = Date.parse('2026-01-05T10:00:00.000Z')): Clock & { advance(ms: number): void } {
  let at = start;
  return { now: () => at, advance: (ms) => void (at += ms) };
}
