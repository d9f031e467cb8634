import type { Analysis, AnalysisVerdict } from '../contracts/analysis.ts';
import { conclusionOf } from './conclusion.ts';
import { judgeTests } from './judge-tests.ts';
import { needed } from './needed.ts';
import { errorProof, latencyProof } from './proof.ts';
import type { WatchState } from './watch-state.ts';

/** A planned look: seconds since the watch began, up to which buckets should have come. */
export type Look = { readonly atSec: number };

/**
 * What the evidence says at a planned look. Never changes the state, so a canary may be watched on after it.
 * FAIL: a test signalled. PASS: enough requests were seen to rule harm above the limits out. INCONCLUSIVE: neither, or
 * the data are missing; "could not measure" is never PASS.
 */
export function conclude(state: WatchState, look: Look): Analysis {
  const judged = judgeTests(state);
  const errors = errorProof(state);
  const latency = latencyProof(state);
  const buckets = { ...state.buckets, missing: state.buckets.missing + trailing(state, look) };
  const { verdict, why } = conclusionOf({ state, buckets, errors, latency });
  const atSec = state.signals[0]?.atSec ?? look.atSec;
  return {
    verdict,
    decidedAtSec: atSec,
    headline: `${word(verdict)} at ${Math.round(atSec)} s: ${why}`,
    tests: judged.map(({ test }) => ({
      ...test,
      signalledAt: state.signals.find((s) => s.id === test.id)?.atSec ?? null,
    })),
    pass: { limit: errors.limit, upperBound95: errors.upperBound, ruledOut: errors.ruledOut },
    needed: verdict === 'INCONCLUSIVE' ? needed(state, look.atSec, errors, latency) : null,
    phi: null,
    environment: [...new Set(judged.flatMap(({ held }) => held ?? []))],
    dataQuality: {
      buckets: buckets.used,
      rejected: buckets.rejected,
      missing: buckets.missing,
      precision: precision(state),
    },
    bad: {
      canaryErrors: state.warm.canary.errors + state.canary.errors,
      canaryRequests: state.warm.canary.requests + state.canary.requests,
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

function precision({ latencySeen, pair, canary }: WatchState): string {
  if (canary.requests > 0 && pair.baseline.requests === 0) return 'no concurrent baseline';
  if (latencySeen === 'PERCENTILES') return 'percentile-only';
  return latencySeen === 'NONE' ? 'no latency' : 'exact counts';
}
