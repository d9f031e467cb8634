import type { Arm } from '../contracts/measurement.ts';
import { binAbove, binAt, LAST_BIN } from './latency-bins.ts';

/** Requests whose latency is known and how many of them were slower than each cut; null where that cut was not counted. */
export type Slower = { readonly timed: number; readonly above: readonly (number | null)[] };

/** How a cut between two bins is read: up favours the canary, down makes more of the baseline's requests slow. */
export type Rounding = 'UP' | 'DOWN';

/**
 * `cuts` in ms; null is a cut that is not known. Null when latency was not counted, only estimated or not measured;
 * UNUSABLE for a histogram that cannot be: no such bin, not a count, or more latencies than requests.
 */
export function countLatency(
  { latency, requests }: Arm,
  cuts: readonly (number | null)[],
  rounding: Rounding,
): Slower | 'UNUSABLE' | null {
  if (latency === undefined) return null;
  if ('countAbove' in latency) {
    if (requests === 0) return null;
    const counted = Object.entries(latency.countAbove);
    return {
      timed: requests,
      above: cuts.map((cut) =>
        cut === null ? null : (counted.find(([ms]) => Math.abs(Number(ms) - cut) <= cut * 1e-6)?.[1] ?? null),
      ),
    };
  }
  if (!('bins' in latency)) return null;
  const first = cuts.map((cut) => (cut === null ? Infinity : rounding === 'UP' ? binAbove(cut) : binAt(cut)));
  const above = first.map(() => 0);
  const lowest = Math.min(...first);
  let timed = 0;
  for (const key in latency.bins) {
    const n = latency.bins[key]!;
    const bin = Number(key);
    if (!(n >= 0 && Number.isSafeInteger(n)) || !(bin >= 0 && bin <= LAST_BIN)) return 'UNUSABLE';
    timed += n;
    if (bin < lowest) continue;
    for (let i = 0; i < first.length; i++) if (bin >= first[i]!) above[i]! += n;
  }
  if (timed > requests) return 'UNUSABLE';
  return timed === 0 ? null : { timed, above: cuts.map((cut, i) => (cut === null ? null : above[i]!)) };
}
