import { HISTORY_PERIOD_SECONDS, type Past } from './metric-history.ts';

const HOUR_MS = HISTORY_PERIOD_SECONDS * 1000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** Weeks and requests that the same hour of the week must show to stand for all hours: 1,000 put 10 above a p99. */
const WEEKS_NEEDED = 3;
const REQUESTS_NEEDED = 1_000;

export type Relevant = {
  readonly pasts: readonly Past[];
  /** What was taken and why, for people. */
  readonly basis: string;
};

/**
 * The hours of the past that say something of the hour that begins at `to` (ms): none when the newest with a request is
 * older than `maxAgeDays`, since the service may have become another one; else the same hour of the week with the hours
 * beside it, if there are enough of them; else all (002-31, 002-37).
 */
export function relevantPast(pasts: readonly Past[], to: number, maxAgeDays: number): Relevant {
  const busy = pasts.flatMap(({ requests }) => [...requests].filter(([, n]) => n > 0).map(([at, n]) => ({ at, n })));
  if (busy.length === 0) return { pasts: [], basis: 'nothing was measured in the last 30 days' };
  const age = to - Math.max(...busy.map(({ at }) => at)) - HOUR_MS;
  if (age > maxAgeDays * DAY_MS)
    return {
      pasts: [],
      basis: `stale and not used: the last request was ${Math.floor(age / DAY_MS)} days ago, expected at most ${maxAgeDays}`,
    };
  const alike = busy.filter(({ at }) => isAlike(at, to));
  const weeks = new Set(alike.map(({ at }) => Math.round((to - at) / WEEK_MS))).size;
  const requests = alike.reduce((sum, { n }) => sum + n, 0);
  if (weeks >= WEEKS_NEEDED && requests >= REQUESTS_NEEDED)
    return {
      pasts: pasts.map((past) => only(past, (at) => isAlike(at, to))),
      basis: `the same hour of the week in ${weeks} weeks, ${requests} requests`,
    };
  const hours = new Set(busy.map(({ at }) => at)).size;
  return { pasts, basis: `all ${hours} hours with requests of the last 30 days` };
}

/** Within an hour of the same hour of a week. */
function isAlike(at: number, to: number): boolean {
  const apart = (((at - to) % WEEK_MS) + WEEK_MS) % WEEK_MS;
  return Math.min(apart, WEEK_MS - apart) <= HOUR_MS;
}

function only(past: Past, keeps: (at: number) => boolean): Past {
  const some = <M extends ReadonlyMap<number, number> | undefined>(map: M) =>
    (map === undefined ? undefined : new Map([...map].filter(([at]) => keeps(at)))) as M;
  return {
    requests: some(past.requests),
    errors: some(past.errors),
    p50: some(past.p50),
    p95: some(past.p95),
    p99: some(past.p99),
  };
}
