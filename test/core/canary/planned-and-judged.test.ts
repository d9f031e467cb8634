import { describe, expect, it } from '@jest/globals';
import { conclude } from '../../../core/canary/conclude.ts';
import { createWatch } from '../../../core/canary/create-watch.ts';
import { judgeConfigFor } from '../../../core/canary/judge-config.ts';
import { observe } from '../../../core/canary/observe.ts';
import { planCanary } from '../../../core/canary/plan-canary.ts';
import type { AnalysisVerdict } from '../../../core/contracts/analysis.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import type { Arm } from '../../../core/contracts/measurement.ts';
import { configOf } from '../../support/config-of.ts';

const config = configSchema.parse(configOf());
const RUNS = 40;

/** The same numbers on every machine: a linear congruential generator, 0 to below 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** How many come one by one, with exponential gaps, where `mean` are expected. */
function arrivals(mean: number, next: () => number): number {
  let count = -1;
  for (let at = 0; at < mean; at -= Math.log(1 - next())) count += 1;
  return Math.max(0, count);
}

/** Counts of a version with so many requests in ten seconds on average, each answered in 80 ms. */
function armOf(mean: number, errorRate: number, next: () => number): Arm {
  // Of many the number hardly varies, and drawing it takes long.
  const requests = mean > 50 ? Math.round(mean) : arrivals(mean, next);
  const errors = errorRate === 0 ? 0 : Math.min(requests, arrivals(requests * errorRate, next));
  return { requests, errors, latency: { bins: { [Math.floor(Math.log(80) / Math.log(1.01))]: requests } } };
}

/** How many of the canaries of this plan the judge gives each verdict at their first planned look. */
function judged(requestsPerSecond: number, errorRate: number, rise: (smallest: number) => number) {
  const past = { errorRate, p50: 80, p95: 80, p99: 80, requestsPerSecond };
  const { status, plan } = planCanary(past, 'standard', 'LOW', config);
  const judge = judgeConfigFor(config, 'standard', plan.seconds, config.timing.canaryExtensions);
  const share = plan.weight / 100;
  const next = random(1);
  const verdicts: Record<AnalysisVerdict, number> = { PASS: 0, FAIL: 0, INCONCLUSIVE: 0 };
  for (let run = 0; run < RUNS; run += 1) {
    let state = createWatch(judge, past);
    for (let endSec = 10; endSec <= plan.seconds; endSec += 10) {
      const canary = armOf(10 * requestsPerSecond * share, errorRate + rise(plan.power!.smallestErrorRise!), next);
      const baseline = armOf(10 * requestsPerSecond * (1 - share), errorRate, next);
      state = observe(state, { endSec, durSec: 10, canary, baseline }).state;
    }
    verdicts[conclude(state, { atSec: plan.seconds, number: 1 }).verdict] += 1;
  }
  return { status, verdicts };
}

describe('what a plan says and what the judge does (K4, 002-21, 002-31)', () => {
  it.each([
    ['made longer', 20, 0],
    ['made longer and larger', 10, 0.001],
  ])('%s: a healthy canary passes in four of five cases, one with the smallest rise fails as often', (_, rps, rate) => {
    const healthy = judged(rps, rate, () => 0);
    expect(healthy.status).toBe('ADEQUATE');
    expect(healthy.verdicts.PASS).toBeGreaterThanOrEqual(0.8 * RUNS);
    expect(healthy.verdicts.FAIL).toBeLessThanOrEqual(0.05 * RUNS);
    const harmed = judged(rps, rate, (smallest) => smallest);
    expect(harmed.verdicts.FAIL).toBeGreaterThanOrEqual(0.75 * RUNS);
    // A third of it is mostly missed: the statement is no larger than it has to be.
    expect(judged(rps, rate, (smallest) => smallest / 3).verdicts.FAIL).toBeLessThan(0.5 * RUNS);
  });
});
