import type { AnalysisVerdict } from '../contracts/analysis.ts';
import { count, milliseconds, percent } from './figures.ts';
import type { GaugeName } from './gauge-blocks.ts';
import type { LatencyProof, Proof } from './proof.ts';
import type { WatchState } from './watch-state.ts';

/** Share of missing buckets above which nothing is concluded. */
const MISSING_MAX = 0.5;
/** Share of blocks in which a gauge that is measured at all must have been measured on the canary. */
const GAUGE_PRESENT = 0.5;

type Evidence = {
  readonly state: WatchState;
  readonly buckets: WatchState['buckets'];
  readonly errors: Proof;
  readonly latency: LatencyProof | null;
  /** 0 when this is no planned look. */
  readonly beta: number;
  /** Further requests that would settle it at the next look. */
  readonly requestsNeeded: number;
};

/** The verdict with its sentence. Starts from "not proven" and passes last. */
export function conclusionOf({ state, buckets, errors, latency, beta, requestsNeeded }: Evidence): {
  verdict: AnalysisVerdict;
  why: string;
} {
  const open = (why: string) => ({ verdict: 'INCONCLUSIVE' as const, why });
  if (state.signals.length > 0)
    return { verdict: 'FAIL', why: state.signals.map((signal) => signal.because).join('; ') };
  if (buckets.used === 0) return open('no data came');
  const share = buckets.missing / (buckets.used + buckets.missing);
  if (share > MISSING_MAX) return open(`${percent(share)} of the data is missing, more than ${percent(MISSING_MAX)}`);
  if (errors.seen === 0) return open('no traffic: no request reached the canary after warm-up');
  const failed = `${count(errors.events)} of ${count(errors.seen)} canary requests failed`;
  if (beta === 0)
    return open(`${failed}, no harm is shown so far; whether there is none is judged at the planned look`);
  const more =
    requestsNeeded > 0 ? `; ${count(requestsNeeded)} more requests would settle it if nothing bad came any more` : '';
  if (!errors.ruledOut)
    return open(
      `${failed}, which still allows a rate of ${percent(errors.upperBound)}, the limit is ${percent(errors.limit)}${more}`,
    );
  if (latency === null) return open(`${failed}, but the canary's latency was not counted`);
  const what = latency.of === 'REQUESTS' ? 'took longer than' : 'windows had a p99 above';
  const slow = `${count(latency.events)} of ${count(latency.seen)} ${what} ${milliseconds(latency.cut)}`;
  if (!latency.ruledOut)
    return open(
      `${slow}, which still allows ${percent(latency.upperBound)} of requests, the limit is ${percent(latency.limit)}${more}`,
    );
  const unseen = (['cpu', 'memory'] as const).find((gauge) => isUnseen(state, gauge));
  if (unseen) return open(`the canary's ${unseen} was measured in less than half of the time`);
  return {
    verdict: 'PASS',
    why: `${failed}, at most ${percent(errors.upperBound)} (limit ${percent(errors.limit)}); ${slow}, at most ${percent(latency.upperBound)} of requests (limit ${percent(latency.limit)}), both at ${percent(1 - beta)}`,
  };
}

/** A gauge that either version shows must be known of the canary; one that the source never measures is not asked for. */
function isUnseen({ gauges }: WatchState, gauge: GaugeName): boolean {
  return gauges.seen[gauge] && gauges.present[gauge] < GAUGE_PRESENT * gauges.finished;
}
