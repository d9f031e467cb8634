import { binomial } from './binomial.ts';
import { percent } from './figures.ts';
import { judge, notAsked, type JudgedTest } from './judged-test.ts';
import { noncentralHypergeometric } from './noncentral-hypergeometric.ts';
import { isNearLimit } from './near-limit.ts';
import { rateOf } from './rate-of.ts';
import type { WatchState } from './watch-state.ts';

/** Share of failed requests that fails a canary even while it warms up (002-31). */
const CATASTROPHE = 0.1;

/** Is the error rate above the tier's ceiling (K4)? */
export function errorCeilingTest(
  { canary, pair, config, baselineHot, lookShare }: WatchState,
  spent: number,
): JudgedTest {
  const limit = config.errorRateMax;
  const near = baselineHot.errors || isNearLimit(pair.baseline.errors, pair.baseline.requests, limit);
  return judge(
    {
      id: 'error-ceiling',
      question: `Do more than ${percent(limit)} of the canary's requests fail?`,
      what: 'failed requests',
      events: canary.errors,
      requests: canary.requests,
      baseline: null,
      expected: canary.requests * limit,
      nulls: [binomial(canary.requests, limit)],
      material: rateOf(canary.errors, canary.requests) > limit,
      held: near ? `the baseline itself is near the ceiling of ${percent(limit)} failed requests` : null,
    },
    config.alpha,
    lookShare,
    spent,
  );
}

/** Does it fail more often than the old version in the same minutes, or without one than its history (K4, 004-19)? */
export function errorRelativeTest(state: WatchState, spent: number): JudgedTest {
  const { pair, canary, config, history, lookShare } = state;
  const asked = `at least ${config.errorTimes} times as often, and by ${percent(config.errorMinRise)} of requests`;
  if (pair.baseline.requests > 0) {
    const { requests: nC, errors } = pair.canary;
    const { requests: nB, errors: errorsB } = pair.baseline;
    const [rate, rateB] = [rateOf(errors, nC), rateOf(errorsB, nB)];
    return judge(
      {
        id: 'error-relative',
        question: `Do the canary's requests fail more often than the baseline's of the same minutes (${asked})?`,
        what: 'failed requests',
        events: errors,
        requests: nC,
        baseline: { events: errorsB, requests: nB },
        expected: ((errors + errorsB) * nC) / (nC + nB),
        nulls: [noncentralHypergeometric(nC, nB, errors + errorsB, 1)],
        material: rate - rateB >= config.errorMinRise && rate >= config.errorTimes * rateB,
        held: null,
      },
      config.alpha,
      lookShare,
      spent,
    );
  }
  const question = `Do requests fail more often than in the version's history (${asked})?`;
  if (history.errorRate === null) return notAsked('error-relative', question, 'no concurrent baseline and no history');
  // The past is not concurrent, so the whole tolerance is granted before luck is considered.
  const limit = Math.min(1, Math.max(config.errorTimes * history.errorRate, history.errorRate + config.errorMinRise));
  return judge(
    {
      id: 'error-relative',
      question,
      what: 'failed requests',
      events: canary.errors,
      requests: canary.requests,
      baseline: null,
      expected: canary.requests * history.errorRate,
      nulls: [binomial(canary.requests, limit)],
      material: rateOf(canary.errors, canary.requests) > limit,
      held: null,
    },
    config.alpha,
    lookShare,
    spent,
  );
}

/** Do so many requests fail that warm-up is no excuse? Its budget is spent evenly over the warm-up. */
export function catastropheTest({ warm, config }: WatchState, elapsed: number, duration: number): JudgedTest {
  const { requests, errors } = warm.canary;
  return judge(
    {
      id: 'catastrophe',
      question: `Do more than ${percent(CATASTROPHE)} of requests fail during warm-up?`,
      what: 'failed requests',
      events: errors,
      requests,
      baseline: null,
      expected: requests * CATASTROPHE,
      nulls: [binomial(requests, CATASTROPHE)],
      material: rateOf(errors, requests) > CATASTROPHE,
      held: isNearLimit(warm.baseline.errors, warm.baseline.requests, CATASTROPHE)
        ? 'the baseline fails as badly'
        : null,
    },
    config.alpha,
    config.warmUpSec > 0 ? Math.min(1, duration / config.warmUpSec) : 0,
    config.warmUpSec > 0 ? Math.min(1, elapsed / config.warmUpSec) : 0,
  );
}
