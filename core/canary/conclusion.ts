import type { AnalysisVerdict } from '../contracts/analysis.ts';
import { count, milliseconds, percent } from './figures.ts';
import type { Proof } from './proof.ts';
import type { WatchState } from './watch-state.ts';

/** Share of missing buckets above which nothing is concluded. */
const MISSING_MAX = 0.5;

type Evidence = {
  readonly state: WatchState;
  readonly buckets: WatchState['buckets'];
  readonly errors: Proof;
  readonly latency: (Proof & { readonly cut: number }) | null;
};

/** The verdict with its sentence. Starts from "not proven" and passes last. */
export function conclusionOf({ state, buckets, errors, latency }: Evidence): { verdict: AnalysisVerdict; why: string } {
  const open = (why: string) => ({ verdict: 'INCONCLUSIVE' as const, why });
  if (state.signals.length > 0)
    return { verdict: 'FAIL', why: state.signals.map((signal) => signal.because).join('; ') };
  if (buckets.used === 0) return open('no data came');
  const share = buckets.missing / (buckets.used + buckets.missing);
  if (share > MISSING_MAX) return open(`${percent(share)} of the data is missing, more than ${percent(MISSING_MAX)}`);
  if (errors.seen === 0) return open('no request reached the canary after warm-up');
  const failed = `${count(errors.events)} of ${count(errors.seen)} canary requests failed`;
  if (!errors.ruledOut)
    return open(
      `${failed}, which still allows a rate of ${percent(errors.upperBound)}, the limit is ${percent(errors.limit)}; ${more(errors)}`,
    );
  if (latency === null) return open(`${failed}, but the canary's latency was not counted`);
  const slow = `${count(latency.events)} of ${count(latency.seen)} took longer than ${milliseconds(latency.cut)}`;
  if (!latency.ruledOut)
    return open(
      `${slow}, which still allows ${percent(latency.upperBound)} of requests, the limit is ${percent(latency.limit)}; ${more(latency)}`,
    );
  return {
    verdict: 'PASS',
    why: `${failed}, at most ${percent(errors.upperBound)} (limit ${percent(errors.limit)}); ${slow}, at most ${percent(latency.upperBound)} (limit ${percent(latency.limit)}), both at 95 %`,
  };
}

function more({ requests, seen }: Proof): string {
  return `${count(requests - seen)} more requests would settle it if none of them does`;
}
