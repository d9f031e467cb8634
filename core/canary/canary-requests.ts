/** A share of traffic in percent and the seconds that it lasts. */
export type Extent = { readonly weight: number; readonly seconds: number };

/** How much of the expected requests is counted on: traffic is never its own average. */
const COUNTED_ON = 0.9;

/** Requests expected in a share of `percent` of the traffic after warm-up. */
export function expectedRequests(
  requestsPerSecond: number,
  percent: number,
  { seconds }: Pick<Extent, 'seconds'>,
  warmUpSec: number,
): number {
  return Math.floor(requestsPerSecond * (percent / 100) * Math.max(0, seconds - warmUpSec));
}

/** Whether so many expected requests are enough where `needed` are needed; null is never reached. */
export function suffices(expected: number, needed: number | null): boolean {
  return needed !== null && needed <= Math.floor(COUNTED_ON * expected);
}
