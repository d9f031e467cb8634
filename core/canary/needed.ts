import type { Analysis } from '../contracts/analysis.ts';
import { betaOf } from './look-beta.ts';
import { nextBeta, requestsNeeded, type LatencyProof, type Proof } from './proof.ts';
import type { WatchState } from './watch-state.ts';

/**
 * What would make an open question pass at the next look if nothing bad came any more: further requests, the minutes
 * they take at the present rate, and the percent of traffic at which the planned time alone would have been enough.
 */
export function needed(
  state: WatchState,
  { atSec, number }: { readonly atSec: number; readonly number: number },
  errors: Proof,
  latency: LatencyProof | null,
): NonNullable<Analysis['needed']> {
  const { canary, beside, config, phi } = state;
  const inAll = (beta: number) =>
    Math.max(
      requestsNeeded(errors, phi.err, beta),
      latency?.of === 'REQUESTS' ? requestsNeeded(latency, phi.latAbs, beta) : 0,
    );
  const requests = Math.max(0, inAll(nextBeta(number, config.extensions)) - canary.requests);
  const watched = Math.max(0, atSec - config.warmUpSec);
  const perMinute = watched > 0 ? (canary.requests / watched) * 60 : 0;
  const both = beside.canary.requests + beside.baseline.requests;
  const share = both > 0 ? beside.canary.requests / both : 0;
  const planned = ((config.plannedSec - config.warmUpSec) / 60) * perMinute;
  const weight =
    share > 0 && planned > 0 ? Math.ceil((100 * share * inAll(betaOf(1, config.extensions))) / planned) : null;
  return {
    requests,
    minutes: perMinute > 0 ? Number((requests / perMinute).toFixed(1)) : null,
    weight: weight !== null && weight <= 100 ? weight : null,
  };
}
