import { binomial } from './binomial.ts';
import { milliseconds, percent } from './figures.ts';
import { judge, notAsked, type JudgedTest } from './judged-test.ts';
import { isNearLimit } from './near-limit.ts';
import { noncentralHypergeometric } from './noncentral-hypergeometric.ts';
import { rateOf } from './rate-of.ts';
import type { WatchState } from './watch-state.ts';

/** A p99 limit is a limit on the share of requests above a cut: 1 %. */
export const P99_SHARE = 0.01;

/** A share above the relative cut must also be this many times the baseline's own share above it. */
const SHARE_TIMES = 2;

/** Is the p99 above the tier's ceiling (K5)? */
export function latencyCeilingTest(
  { canary, pair, config, baselineHot, lookShare }: WatchState,
  spent: number,
): JudgedTest {
  const question = `Do more than ${percent(P99_SHARE)} of the canary's requests take longer than ${milliseconds(config.p99MsMax)}?`;
  if (canary.timed === 0) return notAsked('latency-ceiling', question, 'latency was not measured in a way that counts');
  const near = baselineHot.slow || isNearLimit(pair.baseline.slow, pair.baseline.timed, P99_SHARE);
  return judge(
    {
      id: 'latency-ceiling',
      question,
      what: `requests slower than ${milliseconds(config.p99MsMax)}`,
      events: canary.slow,
      requests: canary.timed,
      baseline: null,
      expected: canary.timed * P99_SHARE,
      nulls: [binomial(canary.timed, P99_SHARE)],
      material: rateOf(canary.slow, canary.timed) > P99_SHARE,
      held: near ? `the baseline's own p99 is near ${milliseconds(config.p99MsMax)}` : null,
    },
    config.alpha,
    lookShare,
    spent,
  );
}

/** Is the p99 more than so many times the baseline's, and is that not what the baseline shows too (K5, 004-20)? */
export function latencyRelativeTest(
  { canary, pair, config, relativeCut, lookShare }: WatchState,
  spent: number,
): JudgedTest {
  if (relativeCut === null)
    return notAsked(
      'latency-relative',
      `Is the canary's p99 more than ${config.p99Times} times the baseline's?`,
      "the baseline's p99 is not known",
    );
  const question = `Do more than ${percent(P99_SHARE)} of the canary's requests take longer than ${milliseconds(relativeCut)}, ${config.p99Times} times the baseline's p99?`;
  const paired = pair.baseline.timedRelative > 0;
  const arm = paired ? pair.canary : canary;
  const { timedRelative: n, slowRelative: slow } = arm;
  if (n === 0) return notAsked('latency-relative', question, 'latency was not measured in a way that counts');
  const { timedRelative: nB, slowRelative: slowB } = pair.baseline;
  return judge(
    {
      id: 'latency-relative',
      question,
      what: `requests slower than ${milliseconds(relativeCut)}`,
      events: slow,
      requests: n,
      baseline: paired ? { events: slowB, requests: nB } : null,
      expected: paired ? ((slow + slowB) * n) / (n + nB) : n * P99_SHARE,
      nulls: [binomial(n, P99_SHARE), ...(paired ? [noncentralHypergeometric(n, nB, slow + slowB, 1)] : [])],
      material: rateOf(slow, n) > P99_SHARE && (!paired || rateOf(slow, n) >= SHARE_TIMES * rateOf(slowB, nB)),
      held: null,
    },
    config.alpha,
    lookShare,
    spent,
  );
}
