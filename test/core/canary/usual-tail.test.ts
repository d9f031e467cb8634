import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { latencyAbove, shareSlowerThan } from '../../../core/canary/usual-tail.ts';

const usual = { p50: 80, p95: 200, p99: 400 };

describe("the running version's own tail (K5, 002-31)", () => {
  it.each([
    ['its p99', usual, 400, 0.01],
    // log2(5) = 2.32: half as many as a fifth of them take twice as long.
    ['twice that, as steep as from p95 to p99', usual, 800, 0.002],
    ['nothing beyond a tail that ends', { ...usual, p95: 400 }, 800, 0],
    ['without a p95 half as many take twice as long', { ...usual, p95: null }, 800, 0.005],
    ['below the p99 no more is claimed', usual, 100, 0.01],
  ])('share slower than: %s', (_, of, ms, share) => {
    expect(shareSlowerThan(ms, of)).toBeCloseTo(share, 10);
  });

  it.each([
    [0.01, usual, 400],
    [0.05, usual, 200],
    [0.5, usual, 80],
    [Math.sqrt(0.01 * 0.05), usual, Math.sqrt(400 * 200)],
    [0.6, usual, null],
    [0.02, { ...usual, p95: null }, 400 * (80 / 400) ** (Math.log(2) / Math.log(50))],
    [0.02, { p50: null, p95: null, p99: 400 }, null],
    [0.01, { p50: null, p95: null, p99: 400 }, 400],
  ])('latency that %f exceed', (share, of, ms) => {
    if (ms === null) expect(latencyAbove(share, of)).toBeNull();
    else expect(latencyAbove(share, of)).toBeCloseTo(ms, 6);
  });

  it('more of them exceed less', () => {
    const shares = fc.double({ min: 0.01, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        expect(latencyAbove(Math.min(a, b), usual)!).toBeGreaterThanOrEqual(
          latencyAbove(Math.max(a, b), usual)! - 1e-9,
        );
      }),
    );
  });
});
