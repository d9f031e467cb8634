import type { Clock } from '../lambdas/ports.ts';

/** Where the release's clock stood (`at`) at a wall-clock instant (`wall`), and how many times faster it runs since. */
export type ClockSetting = { readonly wall: number; readonly at: number; readonly speed: number };

/** One clock for every wait, deadline and observation of a home. Instants are ms since 1970. */
export type ScaledClock = Clock & {
  readonly setting: ClockSetting;
  /** Real milliseconds until the clock shows `instant`; 0 when it is past. */
  realUntil(instant: number): number;
  /** Real milliseconds that `ms` of this clock take. */
  realOf(ms: number): number;
};

export function scaledClock(setting: ClockSetting, wall: () => number = Date.now): ScaledClock {
  const now = () => setting.at + (wall() - setting.wall) * setting.speed;
  const realOf = (ms: number) => ms / setting.speed;
  return {
    setting,
    now: () => Math.floor(now()),
    realOf,
    realUntil: (instant) => Math.max(0, realOf(instant - now())),
  };
}
