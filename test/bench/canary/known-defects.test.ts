import { describe, expect, it } from '@jest/globals';
import { argoMetric, ARGO_DEFAULTS, argoPhase } from '../../../bench/canary/peers/argo-metric.ts';
import { kayentaMetric } from '../../../bench/canary/peers/kayenta-metric.ts';
import { binOf } from '../../../bench/canary/latency-source.ts';
import { conclude } from '../../../core/canary/conclude.ts';
import { createWatch } from '../../../core/canary/create-watch.ts';
import { observe } from '../../../core/canary/observe.ts';
import { type Analysis, judgeConfigSchema } from '../../../core/contracts/analysis.ts';
import type { Arm, Bucket, History } from '../../../core/contracts/measurement.ts';
import { defectOf, KNOWN_DEFECTS, numbers, ruleOf } from './known-defects.ts';

const PERIOD_SEC = 60;
const HISTORY: History = { errorRate: 0.001, p50: 80, p95: 250, p99: 400, assignment: 'request' };

/** What the shipped judge says at the planned end of these periods. */
function judged(arms: readonly { canary: Arm; baseline?: Arm }[], history: History = HISTORY): Analysis {
  const buckets: Bucket[] = arms.map((arm, i) => ({ endSec: PERIOD_SEC * (i + 1), durSec: PERIOD_SEC, ...arm }));
  const plannedSec = PERIOD_SEC * arms.length;
  let state = createWatch(judgeConfigSchema.parse({ plannedSec }), history);
  for (const bucket of buckets) state = observe(state, bucket).state;
  const look = { atSec: plannedSec, number: 1 };
  return conclude(state, look);
}

/** So many requests in a period, each of them answered in 80 ms; `errors` of them failed. */
const arm = (requests: number, errors: number, ms = 80): Arm => ({
  requests,
  errors,
  latency: { bins: { [binOf(Math.log(ms))]: requests } },
});

const periods = (id: string, of: (experiment: number, control: number) => { canary: Arm; baseline?: Arm }) => {
  const { experiment, control } = defectOf(id);
  return numbers(experiment).map((value, i) => of(value, numbers(control)[i] ?? NaN));
};

describe('what the peers answered wrongly: their rules say it again', () => {
  it.each(KNOWN_DEFECTS.filter(({ id }) => id !== 'argo-4479').map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { label } = kayentaMetric(numbers(one.experiment), numbers(one.control), ruleOf(one));
    expect(label).toBe(one.peer);
  });

  it('argo-4479: nothing but errors and failures is Successful', () => {
    const rule = { ...ARGO_DEFAULTS, count: 5, failureLimit: 2, successCondition: (value: number) => value < 0.02 };
    const measured = [0.5, null, null, 0.5, null].map((value) => argoPhase(value, rule));
    expect(measured).toEqual(['Failed', 'Error', 'Error', 'Failed', 'Error']);
    expect(argoMetric(measured, rule)).toBe(defectOf('argo-4479').peer);
  });
});

describe('the shipped judge on the same cases (002-18)', () => {
  it('kayenta-426, error counts; taken for 50 requests a minute on the canary, 950 on the baseline: FAIL', () => {
    const { verdict, headline } = judged(
      periods('kayenta-426', (x, y) => ({ canary: arm(50, x), baseline: arm(950, y) })),
    );
    expect([verdict, headline]).toEqual(['FAIL', expect.stringContaining('failed requests')]);
  });

  it('spinnaker-6278, errors a minute; taken for 200 and 3,800 requests a minute: FAIL', () => {
    const data = periods('spinnaker-6278', (x, y) => ({ canary: arm(200, x), baseline: arm(3800, y) }));
    expect(judged(data).verdict).toBe('FAIL');
  });

  it('spinnaker-5622, errors a second; taken for 150 and 2,850 requests a minute: FAIL', () => {
    const data = periods('spinnaker-5622', (x, y) => ({
      canary: arm(150, Math.round(x * PERIOD_SEC)),
      baseline: arm(2850, Math.round(y * PERIOD_SEC)),
    }));
    expect(data.reduce((sum, { canary }) => sum + canary.errors, 0)).toBe(27);
    expect(judged(data).verdict).toBe('FAIL');
  });

  it('kayenta-799, a series only where there were errors; no value is no error; 50 and 950 requests a minute: FAIL', () => {
    const data = periods('kayenta-799', (x) => ({ canary: arm(50, x || 0), baseline: arm(950, 0) }));
    expect(judged(data).verdict).toBe('FAIL');
  });

  it('kayenta-799, no value taken for no measurement: never PASS', () => {
    const data = periods('kayenta-799', (x) => ({ canary: Number.isNaN(x) ? arm(0, 0) : arm(50, x) }));
    expect(judged(data).verdict).not.toBe('PASS');
  });

  it('kayenta-780-1, errors a minute; taken for 500 and 9,500 requests a minute: FAIL', () => {
    const data = periods('kayenta-780-1', (x, y) => ({
      canary: arm(500, Math.round(x)),
      baseline: arm(9500, Math.round(y)),
    }));
    expect(judged(data).verdict).toBe('FAIL');
  });

  it('kayenta-780-1, milliseconds; 150 and 2,850 requests a minute, each as slow as the value: no harm, PASS', () => {
    // Not what was asked for there, a change of spread: no request of the canary takes 18 ms, and the baseline's take
    // up to 106. The judge asks whether the canary is worse.
    const history = { ...HISTORY, p50: 9, p95: 105, p99: 106 };
    const data = periods('kayenta-780-1', (x, y) => ({ canary: arm(150, 0, x), baseline: arm(2850, 0, y) }));
    const { verdict, tests } = judged(data, history);
    expect(verdict).toBe('PASS');
    for (const { id, observed } of tests)
      if (['p50', 'p95', 'p99', 'latAbs'].includes(id)) expect([id, observed]).toEqual([id, 0]);
  });

  it('argo-4479, nothing could be measured: INCONCLUSIVE, with a reason', () => {
    const broken = { requests: NaN, errors: NaN };
    const none = judged(Array.from({ length: 5 }, () => ({ canary: broken, baseline: broken })));
    expect([none.verdict, none.headline]).toEqual(['INCONCLUSIVE', expect.stringMatching(/data|missing|traffic/)]);
    const nobody = judged(Array.from({ length: 5 }, () => ({ canary: arm(0, 0), baseline: arm(950, 0) })));
    expect([nobody.verdict, nobody.headline]).toEqual(['INCONCLUSIVE', expect.stringMatching(/traffic|requests/)]);
  });
});
