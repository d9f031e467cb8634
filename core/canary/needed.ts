import type { Analysis } from '../contracts/analysis.ts';
import type { Proof } from './proof.ts';
import type { WatchState } from './watch-state.ts';

/**
 * What would make an open question pass if nothing bad came any more: further requests, the minutes they take at the
 * present rate, and the percent of traffic at which the planned time alone would have been enough.
 */
export function needed(state: WatchState, atSec: number, errors: Proof, latency: Proof | null): Analysis['needed'] {
  const { canary, pair, config } = state;
  const inAll = Math.max(errors.requests, latency?.requests ?? 0);
  const requests = Math.max(0, errors.requests - errors.seen, latency ? latency.requests - latency.seen : 0);
  const watched = Math.max(0, atSec - config.warmUpSec);
  const perMinute = watched > 0 ? (canary.requests / watched) * 60 : 0;
  const share = canary.requests / (canary.requests + pair.baseline.requests);
  const planned = ((config.plannedSec - config.warmUpSec) / 60) * perMinute;
  const weight = pair.baseline.requests > 0 && planned > 0 ? Math.ceil((100 * share * inAll) / planned) : null;
  return {
    requests,
    minutes: perMinute > 0 ? Number((requests / perMinute).toFixed(1)) : null,
    weight: weight !== null && weight <= 100 ? weight : null,
  };
}
