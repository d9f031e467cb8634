import { describe, expect, it } from '@jest/globals';
import { historyOf } from '../../../bench/canary/history-of.ts';
import { longHistory } from '../../../bench/canary/long-history.ts';
import { createRandom } from '../../../bench/canary/random.ts';
import { bucketOf, merged, percentileOf, type RawBucket, sumOf } from '../../../bench/canary/raw-bucket.ts';
import { SCENARIOS, scenarioOf } from '../../../bench/canary/run-scenario.ts';
import { simulate } from '../../../bench/canary/simulate.ts';
import { bucketSchema, historySchema } from '../../../core/contracts/measurement.ts';

const simulated = (name: string, seed = 'seed', seconds = 600) =>
  simulate(scenarioOf(name), createRandom(seed), seconds);
const canaryOf = (buckets: readonly RawBucket[]) => sumOf(buckets.map(({ canary }) => canary));
const baselineOf = (buckets: readonly RawBucket[]) => sumOf(buckets.map(({ baseline }) => baseline));
/** Every scenario of this name, one after another, so that rates are known to a few percent. */
const many = (name: string, n: number) => Array.from({ length: n }, (_, i) => simulated(name, `many ${i}`)).flat();

describe('simulated canaries', () => {
  it('are the same for the same seed', () => {
    const shown = (seed: string) => simulated('A/A low', seed, 60).map((bucket) => bucketOf(bucket));
    expect(shown('seed')).toEqual(shown('seed'));
    expect(shown('seed')).not.toEqual(shown('other'));
  });

  it.each(SCENARIOS.map(({ name }) => [name]))('%s: has the shape that the judge takes', (name) => {
    const scenario = scenarioOf(name);
    const buckets = simulated(name, 'shape', 60);
    for (const raw of buckets) {
      const bucket = bucketSchema.parse(bucketOf(raw, scenario.canary.shown));
      expect(bucket.canary.errors).toBeLessThanOrEqual(bucket.canary.requests);
      expect([...raw.canary.bins].reduce((a, b) => a + b, 0)).toBe(raw.canary.requests);
    }
    if (scenario.canary.lost === undefined)
      expect(buckets.map(({ endSec }) => endSec)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('have names of their own', () => {
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
    expect(SCENARIOS.filter(({ kind }) => kind === 'HEALTHY').length).toBeGreaterThanOrEqual(20);
    expect(SCENARIOS.filter(({ kind }) => kind === 'HARM')).toHaveLength(29);
  });

  it('med: 3,000 requests a minute, 5 % of them on the canary, 0.1 % errors, p99 about 410 ms', () => {
    const buckets = many('A/A med', 20);
    const [canary, baseline] = [canaryOf(buckets), baselineOf(buckets)];
    const all = canary.requests + baseline.requests;
    expect(all / 200).toBeGreaterThan(2950);
    expect(all / 200).toBeLessThan(3050);
    expect(canary.requests / all).toBeCloseTo(0.05, 2);
    expect(baseline.errors / baseline.requests).toBeGreaterThan(0.0008);
    expect(baseline.errors / baseline.requests).toBeLessThan(0.0013);
    expect(percentileOf(baseline.bins, baseline.requests, 0.5)).toBeCloseTo(80, -1);
    expect(percentileOf(baseline.bins, baseline.requests, 0.99)! / 410).toBeCloseTo(1, 1);
    expect(baseline.cpu).toBeCloseTo(55, -1);
    expect(baseline.memory).toBeCloseTo(52, 0);
  });

  it.each([
    ['+2pp med', 0.021],
    ['20 % errors tiny', 0.2],
    ['total failure low', 1],
    ['+5pp sticky clumps', 0.051],
  ])('%s: the canary fails as often as it says, the baseline does not', (name, rate) => {
    const buckets = many(name, 20);
    const [canary, baseline] = [canaryOf(buckets), baselineOf(buckets)];
    expect(canary.errors / canary.requests / rate).toBeGreaterThan(0.8);
    expect(canary.errors / canary.requests / rate).toBeLessThan(1.2);
    expect(baseline.errors / baseline.requests).toBeLessThan(0.002);
  });

  it.each([
    ['p99 x2 med', 2],
    ['tail-only p99 x2 high', 2],
    ['p99 x1.5 med', 1.5],
  ])('%s: the p99 is that many times the baseline', (name, times) => {
    const buckets = many(name, 4);
    const [canary, baseline] = [canaryOf(buckets), baselineOf(buckets)];
    const ratio =
      percentileOf(canary.bins, canary.requests, 0.99)! / percentileOf(baseline.bins, baseline.requests, 0.99)!;
    expect(ratio / times).toBeGreaterThan(0.85);
    expect(ratio / times).toBeLessThan(1.15);
  });

  it('an incident is shared by both arms', () => {
    const during = many('A/A 50x shared incident', 5).filter(({ endSec }) => endSec > 240);
    const [canary, baseline] = [canaryOf(during), baselineOf(during)];
    expect(canary.errors / canary.requests).toBeCloseTo(0.05, 1);
    expect(baseline.errors / baseline.requests).toBeCloseTo(0.05, 1);
  });

  it('minutes are the sums of their buckets', () => {
    const buckets = simulated('A/A low');
    const minutes = merged(buckets, 60);
    expect(minutes.map(({ endSec }) => endSec)).toEqual([60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
    expect(canaryOf(minutes).requests).toBe(canaryOf(buckets).requests);
    expect(canaryOf(minutes).bins).toEqual(canaryOf(buckets).bins);
  });
});

describe('simulated histories', () => {
  const processOf = (name: string) => scenarioOf(name).process;

  it('know rates to 20 % and percentiles to 5 %, in the shape that the judge takes', () => {
    const process = processOf('A/A med');
    const truth = longHistory(process);
    const random = createRandom('history');
    for (let i = 0; i < 50; i += 1) {
      const history = historySchema.parse(historyOf(process, random));
      expect(Math.abs(history.errorRate! / 0.001 - 1)).toBeLessThanOrEqual(0.2);
      expect(Math.abs(history.p99! / truth.p99 - 1)).toBeLessThanOrEqual(0.05);
    }
  });

  it('dispersion: about 1 where requests are alone, 9 where errors come in clumps of mean 5', () => {
    const [alone, clumps] = [
      longHistory(processOf('A/A med')).phi,
      longHistory(processOf('A/A sticky clumps med')).phi,
    ];
    expect(alone.err).toBeGreaterThan(0.9);
    expect(alone.err).toBeLessThan(1.1);
    // E[g^2] / E[g] of a geometric size of mean 5.
    expect(clumps.err).toBeGreaterThan(8);
    expect(clumps.err).toBeLessThan(10);
    expect(longHistory(processOf('A/A instance stalls med')).phi.p99).toBeGreaterThan(2);
  });
});
