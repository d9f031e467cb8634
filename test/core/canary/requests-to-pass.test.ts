import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomial } from '../../../core/canary/binomial.ts';
import { lowerTail } from '../../../core/canary/probability-mass.ts';
import { requestsBeside } from '../../../core/canary/requests-beside.ts';
import { requestsToPass } from '../../../core/canary/requests-to-pass.ts';
import { rulesOut } from '../../../core/canary/upper-bound.ts';

/** Said apart: the chance that so many requests with events at `rate` rule `limit` out. */
function chance(n: number, rate: number, limit: number, beta: number): number {
  const { lo, mass } = binomial(n, rate);
  return mass.reduce((sum, p, i) => sum + (rulesOut(lo + i, n, limit, beta) ? p : 0), 0);
}

describe('requests with which a healthy canary passes (canary.md, Verdict; K4)', () => {
  // ln(beta) / ln(1 - limit), rounded up.
  it.each([
    ['no error, 0.5 %, of three looks', 0, 0.005, 0.025, 736],
    ['no error, 0.5 %, one look', 0, 0.005, 0.05, 598],
    ['no error, 1 %', 0, 0.01, 0.025, 368],
    ['so rare that none is likely', 0.00005, 0.005, 0.025, 736],
    [
      'just not so rare: with 1,112 requests, one too few to allow an error, 10.5 % of them have one',
      0.0001,
      0.005,
      0.025,
      1113,
    ],
    ['one in a thousand: three may come', 0.001, 0.006, 0.025, 1459],
    ['near the limit', 0.008, 0.01, 0.025, 24_453],
    ['at the limit: never', 0.01, 0.01, 0.025, null],
    ['above the limit: never', 0.02, 0.01, 0.025, null],
    ['no error allowed at this look', 0, 0.01, 0, null],
  ])('%s', (_, rate, limit, beta, requests) => {
    expect(requestsToPass(rate, limit, beta)).toBe(requests);
  });

  it('with as many or more, nine of ten healthy canaries pass', () => {
    const rates = fc.tuple(
      fc.double({ min: 0, max: 0.7, noNaN: true }),
      fc.double({ min: 0.002, max: 0.1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        rates,
        fc.constantFrom(0.05, 0.025, 0.0125),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (r, beta, more) => {
          const [share, limit] = r;
          const n = requestsToPass(share * limit, limit, beta)!;
          expect(chance(Math.floor(n * more), share * limit, limit, beta)).toBeGreaterThanOrEqual(0.9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('beside a baseline above its ceiling: twice its odds are ruled out (canary.md, Verdict)', () => {
    const at5 = requestsBeside(0.02, 2, 19, 0.025)!;
    const at20 = requestsBeside(0.02, 2, 4, 0.025)!;
    expect(at5).toBeGreaterThan(500);
    // A smaller baseline is a less certain one.
    expect(at20).toBeGreaterThan(at5);
    expect(requestsBeside(0.05, 2, 19, 0.025)).toBeLessThan(at5);
    expect(requestsBeside(0.02, 1, 19, 0.025)).toBeNull();
    expect(requestsBeside(1, 2, 19, 0.025)).toBeNull();
    expect(lowerTail(binomial(at5, 0.02), Math.floor(at5 * 0.02))).toBeGreaterThan(0.4);
  });
});
