import { betaOf } from './look-beta.ts';
import { P99_SHARE } from './latency-cuts.ts';
import { windowsTail } from './latency-proof.ts';
import { besideLaw } from './event-law.ts';
import { errorPassLimit } from './pass-limit.ts';
import { lowerTail } from './probability-mass.ts';
import { rateOf } from './rate-of.ts';
import { requestsToRuleOut, rulesOut, upperBound } from './upper-bound.ts';
import type { WatchState } from './watch-state.ts';

/** Whether a harm is ruled out: `events` of `seen` requests, the `limit` as a rate, and the largest rate still possible. */
export type Proof = {
  readonly events: number;
  readonly seen: number;
  readonly limit: number;
  /** At the look's own confidence, and at 95 %. */
  readonly upperBound: number;
  readonly upperBound95: number;
  readonly ruledOut: boolean;
};
export type LatencyProof = Proof & {
  readonly cut: number;
  /** WINDOWS: the source gives percentiles only, and what is counted are windows whose p99 was above the cut. */
  readonly of: 'REQUESTS' | 'WINDOWS';
};

const CONFIDENCE_95 = 0.05;

/** Errors, at a look with `beta`. */
export function errorProof({ canary, beside, history, config, phi }: WatchState, beta: number): Proof {
  const { requests, errors } = beside.baseline;
  const baseline = requests > 0 ? rateOf(errors, requests) : (history.errorRate ?? 0);
  const { kind, limit } = errorPassLimit(baseline, config);
  const proof = proofOf(canary.errors, canary.requests, limit, phi.err, beta);
  if (kind === 'RATE' || requests === 0) return proof;
  const { requests: nC, errors: x } = beside.canary;
  const law = besideLaw(nC, requests, x + errors, config.errorTimes, phi.err);
  return { ...proof, ruledOut: canary.requests > 0 && lowerTail(law, x) <= beta };
}

/** Latency, at a look with `beta`; null when it was not measured in any way that counts. */
export function latencyProof({ latency, config, phi }: WatchState, beta: number): LatencyProof | null {
  const cut = latency.cut ?? config.p99MsMax;
  if (latency.timed > 0)
    return { ...proofOf(latency.slow, latency.timed, P99_SHARE, phi.latAbs, beta), cut, of: 'REQUESTS' };
  const { above, seen } = latency.windows;
  if (seen === 0) return null;
  const tail = windowsTail(latency);
  return {
    events: above,
    seen,
    limit: P99_SHARE,
    upperBound: tail <= beta ? P99_SHARE : 1,
    upperBound95: tail <= CONFIDENCE_95 ? P99_SHARE : 1,
    ruledOut: tail <= beta,
    cut,
    of: 'WINDOWS',
  };
}

/** Requests in all that would rule the harm out with error `beta` if nothing bad came any more. */
export function requestsNeeded({ events, limit }: Proof, phi: number, beta: number): number {
  return requestsToRuleOut(events, limit, beta, phi);
}

/** The beta with which the next look would be made; at an only or last look, that of a watch of one look. */
export function nextBeta(number: number, extensions: number): number {
  return betaOf(number + 1, extensions) || CONFIDENCE_95;
}

function proofOf(events: number, seen: number, limit: number, phi: number, beta: number): Proof {
  return {
    events,
    seen,
    limit,
    upperBound: upperBound(events, seen, beta, phi),
    upperBound95: upperBound(events, seen, CONFIDENCE_95, phi),
    ruledOut: beta > 0 && rulesOut(events, seen, limit, beta, phi),
  };
}
