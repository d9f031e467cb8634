import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomial } from '../../../core/canary/binomial.ts';
import { noncentralHypergeometric } from '../../../core/canary/noncentral-hypergeometric.ts';
import { lowerTail, upperTail } from '../../../core/canary/probability-mass.ts';
import { requestsToRuleOut, rulesOut, upperBound95 } from '../../../core/canary/upper-bound.ts';

describe('exact distributions', () => {
  // From an independent implementation in exact rational arithmetic.
  it.each([
    [25, 475, 1, 1, 0, [0.95, 0.05]],
    [25, 475, 10, 2, 0, [0.3672247651474073, 0.39401798835558727, 0.18224386613449003, 0.047767623032401944]],
    [50, 950, 7, 1.25, 0, [0.6395054898724906, 0.29638098709662564, 0.05762963637989943, 0.0060919277357187555]],
    [3, 40, 5, 3, 0, [0.37210533280402275, 0.4651316660050285, 0.15085351329892815, 0.011909487892020643]],
    [5, 0, 2, 1, 2, [1]],
    [8, 160, 0, 1, 0, [1]],
    [10, 10, 20, 1, 10, [1]],
  ])('non-central hypergeometric of %d and %d requests, %d events, odds %d', (nC, nB, m, odds, lo, expected) => {
    const { lo: first, mass } = noncentralHypergeometric(nC, nB, m, odds);
    expect(first).toBe(lo);
    expected.forEach((p, i) => expect(mass[i]).toBeCloseTo(p, 13));
  });

  it.each([
    [1350, 0.005, 2, 0.03543190998341007, 0.9910389820332877],
    [1350, 0.005, 3, 0.09520203132094532, 0.9645680900165899],
  ])('binomial of %d at %d: both tails at %d', (n, p, x, atMost, atLeast) => {
    expect(lowerTail(binomial(n, p), x)).toBeCloseTo(atMost, 12);
    expect(upperTail(binomial(n, p), x)).toBeCloseTo(atLeast, 12);
  });

  it('agrees with a direct count for every small case', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), fc.nat(24), (nC, nB, wanted) => {
        const m = Math.min(wanted, nC + nB);
        const { lo, mass } = noncentralHypergeometric(nC, nB, m, 1);
        mass.forEach((p, i) =>
          expect(p).toBeCloseTo((choose(nC, lo + i) * choose(nB, m - lo - i)) / choose(nC + nB, m), 10),
        );
      }),
    );
  });

  it('bounds a rate as Clopper and Pearson do', () => {
    // No event in n: 1 - 0.05^(1/n). The other two from 50-digit decimals.
    expect(upperBound95(0, 300)).toBeCloseTo(1 - 0.05 ** (1 / 300), 8);
    expect(upperBound95(1, 100)).toBeCloseTo(0.0465598115, 8);
    expect(upperBound95(5, 1000)).toBeCloseTo(0.0104840769, 8);
    expect(upperBound95(0, 0)).toBe(1);
    expect(upperBound95(7, 7)).toBe(1);
  });

  it('says how many clean requests rule a rate out: 598 for 0.5 %, 299 for 1 %', () => {
    expect(requestsToRuleOut(0, 0.005)).toBe(598);
    expect(requestsToRuleOut(0, 0.01)).toBe(299);
    const n = requestsToRuleOut(3, 0.01);
    expect([rulesOut(3, n, 0.01), rulesOut(3, n - 1, 0.01)]).toEqual([true, false]);
  });
});
