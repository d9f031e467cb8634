import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { phiOf } from '../../../core/canary/dispersion.ts';
import { betaOf } from '../../../core/canary/look-beta.ts';
import { oddsInterval } from '../../../core/canary/odds-interval.ts';
import { errorPassLimit } from '../../../core/canary/pass-limit.ts';
import { lowerBound, upperBound } from '../../../core/canary/upper-bound.ts';
import { arm, buckets, config, HISTORY, watched } from './canary-buckets.ts';

describe('passing', () => {
  it('spends 5 % of false passes over all planned looks, and nothing between them', () => {
    expect([1, 2, 3].map((n) => betaOf(n, 2))).toEqual([0.025, 0.0125, 0.0125]);
    expect(betaOf(1, 0)).toBe(0.05);
    expect([0, 4, -1, 1.5, NaN].map((n) => betaOf(n, 2))).toEqual([0, 0, 0, 0, 0]);
    fc.assert(
      fc.property(fc.nat(20), (extensions) => {
        let sum = 0;
        for (let n = 1; n <= extensions + 3; n++) sum += betaOf(n, extensions);
        expect(sum).toBeCloseTo(0.05, 12);
      }),
    );
  });

  it('K4: the limit is the ceiling, or nearer by the baseline, or twice a baseline that is above the ceiling', () => {
    const standard = config({ errorRateMax: 0.01 });
    expect(errorPassLimit(0, standard)).toEqual({ kind: 'RATE', limit: 0.005 });
    expect(errorPassLimit(0.002, standard)).toEqual({ kind: 'RATE', limit: 0.007 });
    expect(errorPassLimit(0.008, standard)).toEqual({ kind: 'RATE', limit: 0.01 });
    expect(errorPassLimit(0.02, standard)).toEqual({ kind: 'TIMES', limit: 0.04 });
    expect(errorPassLimit(0.9, standard).limit).toBe(1);
  });

  it('passes at planned looks only', () => {
    const healthy = buckets(60, () => ({ canary: arm(50), baseline: arm(950) }));
    expect(watched(healthy.slice(0, 59)).analysis.verdict).toBe('INCONCLUSIVE');
    expect(watched(healthy.slice(0, 59)).analysis.headline).toMatch(/no harm is shown so far/);
    expect(watched(healthy).analysis.verdict).toBe('PASS');
  });

  it('beside a baseline above the ceiling passes what is no worse, not what is twice as bad', () => {
    const beside = (errors: number) =>
      watched(
        buckets(60, () => ({ canary: arm(100, errors), baseline: arm(1900, 38) })),
        { judge: config({ failTimes: 100 }) },
      ).analysis;
    expect(beside(2).verdict).toBe('PASS');
    expect(beside(2).pass).toMatchObject({ ruledOut: true, limit: 0.04 });
    expect(beside(4).verdict).toBe('INCONCLUSIVE');
  });

  it('needs more requests where events clump, and says by how much', () => {
    const at = () => ({ canary: arm(20), baseline: arm(380) });
    const sticky = { ...HISTORY, assignment: 'session' as const, phi: { err: 2, p99: 1.1 } };
    const plain = watched(buckets(60, at)).analysis;
    const clumps = watched(buckets(60, at), { history: sticky }).analysis;
    expect([plain.verdict, clumps.verdict]).toEqual(['PASS', 'INCONCLUSIVE']);
    expect(clumps.phi).toEqual({ err: 2.5, p50: 1, p95: 1, p99: 1, latAbs: 1 });
    // No error of n with probability exp(-n 0.005 2 / (phi + 1)), 1.25 % at the next look.
    expect(clumps.needed?.requests).toBe(Math.ceil((-Math.log(0.0125) / 0.005) * 1.75) - 1080);
  });

  it('takes a dispersion below 1.15 as none, and of errors none where each request is assigned by itself', () => {
    expect(phiOf({ ...HISTORY, phi: { err: 3, p50: 1.14, p95: 1.15, p99: NaN }, assignment: 'request' })).toEqual({
      err: 1,
      p50: 1,
      p95: 1.15 * 1.25,
      p99: 1,
      latAbs: 1,
    });
  });
});

describe('the interval of the odds ratio', () => {
  it('holds the truth and is exact at its ends', () => {
    // 3 of 95 beside 0 of 1914: the lower end from sums of whole numbers and bisection, apart from this code.
    expect(oddsInterval(0, 100, 0, 900)).toBeNull();
    const [low, high] = oddsInterval(3, 95, 0, 1914)!;
    expect(high).toBeNull();
    expect(low).toBeCloseTo(8.437596, 4);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (x, xB) => {
        const [lower, upper] = oddsInterval(x, 200, xB, 400)!;
        const odds = (x * (400 - xB)) / (xB * (200 - x));
        expect(lower).toBeLessThan(odds);
        expect(upper).toBeGreaterThan(odds);
        // Mirrored arms mirror the interval.
        const [l2, u2] = oddsInterval(xB, 400, x, 200)!;
        expect(l2).toBeCloseTo(1 / upper!, 3);
        expect(1 / u2!).toBeCloseTo(lower, 3);
      }),
      { numRuns: 30 },
    );
  });

  it('bounds of a rate enclose it', () => {
    expect(lowerBound(0, 50, 0.025)).toBe(0);
    expect(lowerBound(5, 50, 0.025)).toBeCloseTo(0.0332753, 5);
    expect(upperBound(5, 50, 0.025)).toBeCloseTo(0.2181354, 5);
  });
});
