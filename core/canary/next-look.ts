import type { Phase } from '../contracts/shift.ts';

/** How often new measurements come, and how long after the end of their stretch they can be read. Whole seconds. */
export type Cadence = { readonly seconds: number; readonly lagSeconds: number };

export type LookSituation = {
  readonly phase: Phase;
  /** Seconds since the watch of this phase began; null while the new version has no traffic yet. */
  readonly elapsedSeconds: number | null;
  /** With every extension so far. */
  readonly plannedSeconds: number;
  readonly cadence: Cadence;
  /** ms since 1970 on the release's clock. */
  readonly now: number;
};

/** K8: after 100 % every 30 s in the first 300 s, every 60 s later. */
const LOOK = 30;
const LATE_LOOK = 60;
const EARLY_SECONDS = 300;
/** Never more often: each look is written down. */
const CLOSE_LOOK = 10;
/** Nobody but the checks uses staging, and these run when it first serves and when its time is over. */
const STAGING_LOOK = 120;
/** The longest time in which a request to end, or an alarm on which CodeDeploy acted, goes unseen. */
export const LONGEST_WAIT = 120;

/**
 * Whole seconds from this look at a shift to the next one, 1 to 120. Measurements that come by the minute show nothing
 * new to a second look within it, so no look is earlier than the next of them; and where they are what is waited for, the
 * look is at the moment when one is due, so that harm is seen sooner than by looking twice as often at any moment.
 * The end of the planned time is not overslept; a look at most half a wait before it is left out.
 */
export function nextLook({ phase, elapsedSeconds: elapsed, plannedSeconds, cadence, now }: LookSituation): number {
  if (elapsed === null) return LOOK;
  const wanted = wantedBetween(phase, elapsed, cadence);
  const wait = bounded(cadence.seconds >= wanted ? untilDue(now / 1000, cadence) : wanted);
  const left = plannedSeconds - elapsed;
  return left > 0 && left <= wait * 1.5 ? bounded(left) : wait;
}

/** Where measurements are there at once and often, two versions side by side are looked at as often as they come. */
function wantedBetween(phase: Phase, elapsed: number, { seconds, lagSeconds }: Cadence): number {
  if (phase === 'STAGING') return STAGING_LOOK;
  if (phase === 'WATCH') return elapsed >= EARLY_SECONDS ? LATE_LOOK : LOOK;
  return lagSeconds === 0 ? Math.min(LOOK, Math.max(CLOSE_LOOK, seconds)) : LOOK;
}

/** To the first moment at least half a cadence from now at which new measurements can be read. */
function untilDue(now: number, { seconds, lagSeconds }: Cadence): number {
  const soonest = now + seconds / 2;
  return Math.ceil((soonest - lagSeconds) / seconds) * seconds + lagSeconds - now;
}

/** Not a number waits as short as can be: a look too many harms nobody. */
const bounded = (seconds: number) => Math.min(LONGEST_WAIT, Math.max(1, Math.ceil(seconds))) || 1;
