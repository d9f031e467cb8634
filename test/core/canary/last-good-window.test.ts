import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Arm, Bucket, History } from '../../../core/contracts/measurement.ts';
import { lastGoodWindow as windowOf } from '../../../core/canary/last-good-window.ts';
import { percentileOf } from '../../../core/canary/bin-percentile.ts';
import { arm, buckets, watched } from './canary-buckets.ts';

/** Of the rollout, then of the canary. */
const lastGoodWindow = (windows: readonly (readonly Bucket[])[], past: History) =>
  windowOf(
    windows.map((buckets, i) => ({ of: i === 0 ? 'rollout' : 'canary', buckets })),
    past,
  );
const PAST: History = {
  ...{ errorRate: 0.5, p50: 1, p95: 2, p99: 3, requestsPerSecond: 9 },
  ...{ phi: { err: 2 }, assignment: 'session', basis: 'a month' },
};
const beside = (baseline: Arm, n = 10) => buckets(n, () => ({ canary: arm(10), baseline }));

describe('the last good window (issue 5.4: the watch compares with what the old version did last)', () => {
  it('is the rollout where enough requests of the old version were seen; what a window cannot tell is of the past', () => {
    const window = lastGoodWindow([beside(arm(100, 1, 2)), beside(arm(500, 400))], PAST);
    expect(window).toMatchObject({ errorRate: 0.01, requestsPerSecond: 10, phi: { err: 2 }, assignment: 'session' });
    expect(window.basis).toBe('what the old version did during the rollout, 1000 requests in 100 s');
    expect(window.p50).toBeGreaterThan(9.8);
    expect(window.p50).toBeLessThan(10.2);
    expect(window.p99).toBeGreaterThan(490);
    expect(window.p99).toBeLessThan(510);
  });

  it.each<[string, readonly (readonly Bucket[])[], number | null]>([
    ['else the canary', [beside(arm(99)), beside(arm(100, 3))], 0.03],
    ['no window is used that is too small', [beside(arm(99)), beside(arm(9))], 0.5],
    ['nor one without the old version', [buckets(100, () => ({ canary: arm(100) }))], 0.5],
    ['nor what cannot be', [beside({ ...arm(100), errors: 101 })], 0.5],
    ['without any shift the past stands', [[], []], 0.5],
  ])('%s', (_, windows, errorRate) => {
    expect(lastGoodWindow(windows, PAST).errorRate).toBe(errorRate);
  });

  it('keeps the past percentiles where latency was counted above cuts only: those are the cuts of the past', () => {
    const counted = lastGoodWindow([beside({ requests: 500, errors: 5, latency: { countAbove: { '25': 1 } } })], PAST);
    expect(counted).toMatchObject({ errorRate: 0.01, p50: 1, p95: 2, p99: 3 });
    expect(counted.basis).toMatch(/requests in 100 s; latency: a month$/);
    const mixed = [...beside(arm(500)), ...beside({ requests: 500, errors: 0 })];
    expect(lastGoodWindow([mixed], PAST)).toMatchObject({ errorRate: 0, p50: 1, p95: 2, p99: 3 });
  });

  it('finds what a month of history hides: the old version had no errors an hour ago, the new one has 3 %', () => {
    const stream = buckets(60, () => ({ canary: arm(100, 3) }));
    const judge = { errorRateMax: 0.5 };
    const past: History = { errorRate: 0.02, p50: 10, p95: 10, p99: 10 };
    const loose = watched(stream, { history: past, judge: { ...watched([]).state.config, ...judge } });
    expect(loose.failedAt).toBeNull();
    const window = lastGoodWindow([beside(arm(1000), 60)], past);
    const now = watched(stream, { history: window, judge: { ...watched([]).state.config, ...judge } });
    expect(now.failedAt).not.toBeNull();
  });

  it('percentiles are ordered and the rate is one, whatever came', () => {
    const anArm = fc.record({
      requests: fc.nat(3000),
      errors: fc.nat(3000),
      latency: fc.option(fc.record({ bins: fc.dictionary(fc.nat(1151).map(String), fc.nat(3000)) }), {
        nil: undefined as never,
      }),
    });
    fc.assert(
      fc.property(fc.array(anArm, { maxLength: 5 }), (arms) => {
        const list = arms.map((baseline, i) => ({ endSec: (i + 1) * 10, durSec: 10, canary: arm(1), baseline }));
        const { errorRate, p50, p95, p99 } = lastGoodWindow([list], { ...PAST, p50: 1, p95: 2, p99: 3 });
        expect(errorRate).toBeGreaterThanOrEqual(0);
        expect(errorRate).toBeLessThanOrEqual(1);
        expect(p50! <= p95! && p95! <= p99!).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('a percentile is the nearest rank', () => {
    expect(percentileOf({ 100: 99, 300: 1 }, 100, 0.01)).toBeCloseTo(1.01 ** 101, 6);
    expect(percentileOf({ 100: 98, 300: 2 }, 100, 0.01)).toBeCloseTo(1.01 ** 301, 6);
    expect(percentileOf({}, 0, 0.01)).toBeNull();
  });
});
