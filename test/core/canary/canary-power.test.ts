import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { knownTraffic } from '../../../core/canary/canary-needs.ts';
import { canaryPower } from '../../../core/canary/canary-power.ts';
import { judgeConfigFor } from '../../../core/canary/judge-config.ts';
import { smallestDetectable } from '../../../core/canary/smallest-detectable.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import type { History } from '../../../core/contracts/measurement.ts';
import { configOf } from '../../support/config-of.ts';

const config = configSchema.parse(configOf());
const past: History = { errorRate: 0, p50: 80, p95: 250, p99: 400, requestsPerSecond: 50 };
const powerOf = (over: Partial<History>, weight = 5, seconds = 600, tier: 'critical' | 'standard' = 'standard') =>
  canaryPower(knownTraffic({ ...past, ...over })!, { weight, seconds }, judgeConfigFor(config, tier, seconds, 2));

describe('power of a canary (K4, K5, 002-31; anchors, pain 1)', () => {
  it('counts what is expected after warm-up, and what it takes', () => {
    expect(powerOf({})).toMatchObject({
      requests: 1350,
      requestsNeeded: 736,
      errorRate: 0,
      errorLimit: 0.005,
      p99Ms: 400,
      p99LimitMs: 800,
    });
  });

  it.each<[string, Partial<History>, number | null]>([
    ['errors that come one by one', { errorRate: 0.001 }, 1459],
    [
      'errors in clumps of 2 count half, with care (canary.md, Dispersion)',
      { errorRate: 0.001, phi: { err: 2 } },
      3648,
    ],
    [
      'clumps do not matter where requests are assigned one by one',
      { errorRate: 0.001, phi: { err: 2 }, assignment: 'request' },
      1459,
    ],
    ['a p99 near its ceiling takes more', { p95: 500, p99: 630 }, 1022],
    ['errs at its ceiling: nothing would show that it keeps it', { errorRate: 0.01 }, null],
    ['errs above it: held to its own past', { errorRate: 0.02 }, 1112],
  ])('needed: %s', (_, over, needed) => {
    expect(powerOf(over).requestsNeeded).toBe(needed);
  });

  it('states the smallest harm it would see, smaller with more requests', () => {
    const [few, many] = [powerOf({}), powerOf({}, 20, 1800)];
    expect(few.smallestErrorRise).toBeCloseTo(0.0028, 3);
    expect(few.smallestP99Times).toBeCloseTo(1.66, 1);
    expect(many.smallestErrorRise!).toBeLessThan(few.smallestErrorRise!);
    expect(many.smallestP99Times!).toBeLessThan(few.smallestP99Times!);
    // Never less than what counts at all: 0.05 points and 1.25 times the p99.
    expect(powerOf({ requestsPerSecond: 1e5 }).smallestErrorRise!).toBeGreaterThanOrEqual(0.0005);
    expect(powerOf({ requestsPerSecond: 1e5 }).smallestP99Times!).toBeGreaterThanOrEqual(1.25);
  });

  it('without a request it would see nothing, and in warm-up alone there is none', () => {
    const nothing = { requests: 0, smallestErrorRise: null, smallestSlowShare: null, smallestP99Times: null };
    expect(powerOf({ requestsPerSecond: 0 })).toMatchObject(nothing);
    expect(powerOf({}, 5, 60)).toMatchObject(nothing);
  });

  it.each<[string, Partial<History>]>([
    ['no traffic was seen', { requestsPerSecond: null }],
    ['nobody counts the traffic', { requestsPerSecond: undefined }],
    ['errors are not known', { errorRate: null }],
    ['the p99 is not known', { p99: null }],
    ['a p99 of nothing is not known', { p99: 0 }],
    ['not a number', { requestsPerSecond: Number.NaN }],
  ])('unknown: %s', (_, over) => {
    expect(knownTraffic({ ...past, ...over })).toBeNull();
  });
});

describe('smallest detectable effect', () => {
  const comparison = { requests: 1000, baselineRequests: 19_000, rate: 0, budget: 0.0045, material: () => true };

  it('is what makes two errors likely where two cannot be luck: 0.05 squared is below the budget', () => {
    // P(Bin(1000, p) >= 2) = 0.9 by its first two terms.
    const p = smallestDetectable(comparison)!;
    expect((1 - p) ** 1000 + 1000 * p * (1 - p) ** 999).toBeCloseTo(0.1, 6);
  });

  it('a difference that does not matter is not found, however certain', () => {
    const material = (canary: number) => canary >= 0.02;
    expect(smallestDetectable({ ...comparison, material })!).toBeGreaterThan(0.02);
  });

  it('nothing is found in nothing, or for no budget', () => {
    expect(smallestDetectable({ ...comparison, requests: 0 })).toBeNull();
    expect(smallestDetectable({ ...comparison, baselineRequests: 0 })).toBeNull();
    expect(smallestDetectable({ ...comparison, budget: 0 })).toBeNull();
    expect(smallestDetectable({ ...comparison, requests: 1, budget: 1e-6 })).toBeNull();
  });

  it('is never below the baseline, and hardly larger for many more requests', () => {
    const rates = fc.double({ min: 0, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 30_000 }), rates, (requests, rate) => {
        const of = (n: number) => smallestDetectable({ ...comparison, requests: n, baselineRequests: 19 * n, rate });
        const [few, many] = [of(requests), of(requests * 4)];
        if (few === null) return;
        expect(few).toBeGreaterThan(rate);
        expect(many!).toBeLessThanOrEqual(few + 1e-9);
      }),
      { numRuns: 25 },
    );
  });
});
