import type { Analysis, AnalysisVerdict } from '../contracts/analysis.ts';
import { conclusionOf } from './conclusion.ts';
import { betaOf } from './look-beta.ts';
import { needed } from './needed.ts';
import { errorProof, latencyProof } from './proof.ts';
import { testRows } from './test-rows.ts';
import type { WatchState } from './watch-state.ts';

/**
 * A moment at which the evidence is summed up: seconds since the watch began, up to which buckets should have come, and
 * the how-many-th planned look it is (1 is the first, 0 none). Left out, it follows from the time.
 */
export type Look = { readonly atSec: number; readonly number?: number };

/**
 * What the evidence says. Never changes the state, so a canary may be watched on after it. FAIL: a test signalled.
 * PASS, at planned looks only: enough requests were seen to rule harm above the limits out, a harmful canary passes
 * with at most 5 % over all looks. INCONCLUSIVE: neither, or the data are missing; "could not measure" is never PASS.
 */
export function conclude(state: WatchState, look: Look): Analysis {
  const number = look.number ?? Math.floor(look.atSec / state.config.plannedSec + 1e-9);
  const beta = betaOf(number, state.config.extensions);
  const errors = errorProof(state, beta);
  const latency = latencyProof(state, beta);
  const buckets = { ...state.buckets, missing: state.buckets.missing + trailing(state, look) };
  const need = needed(state, { atSec: look.atSec, number }, errors, latency);
  const { verdict, why } = conclusionOf({ state, buckets, errors, latency, beta, requestsNeeded: need.requests });
  const atSec = state.signals[0]?.atSec ?? look.atSec;
  return {
    verdict,
    decidedAtSec: atSec,
    headline: `${word(verdict)} at ${Math.round(atSec)} s: ${why}`,
    tests: testRows(state),
    pass: { limit: errors.limit, upperBound95: errors.upperBound95, ruledOut: errors.ruledOut },
    needed: verdict === 'INCONCLUSIVE' ? need : null,
    phi: { ...state.phi },
    environment: [...state.environment],
    dataQuality: {
      buckets: buckets.used,
      rejected: buckets.rejected,
      missing: buckets.missing,
      precision: precision(state),
      ...(state.history.basis === undefined ? {} : { past: state.history.basis }),
    },
    bad: {
      canaryErrors: state.warm.errors + state.canary.errors,
      canaryRequests: state.warm.requests + state.canary.requests,
    },
  };
}

/** Buckets that should have come since the last one. */
function trailing({ lastEndSec, lastDurSec }: WatchState, { atSec }: Look): number {
  return lastEndSec === null || lastDurSec === null ? 0 : Math.max(0, Math.floor((atSec - lastEndSec) / lastDurSec));
}

function word(verdict: AnalysisVerdict): string {
  return verdict.toLowerCase();
}

function precision({ latencySeen, beside, canary }: WatchState): string {
  if (canary.requests > 0 && beside.baseline.requests === 0) return 'no concurrent baseline';
  if (latencySeen === 'PERCENTILES') return 'percentile-only';
  return latencySeen === 'NONE' ? 'no latency' : 'exact counts';
}
