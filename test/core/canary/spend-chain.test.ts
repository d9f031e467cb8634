import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomial } from '../../../core/canary/binomial.ts';
import { noncentralHypergeometric } from '../../../core/canary/noncentral-hypergeometric.ts';
import { advance, halved, NEW_CHAIN, type SpendChain } from '../../../core/canary/spend-chain.ts';
import { ALPHA_SHARE, spentBy } from '../../../core/canary/spend.ts';

const row = fc.record({ nC: fc.integer({ min: 1, max: 60 }), nB: fc.nat(900), m: fc.nat(12) });
const alpha = 0.01;

describe('a sequential exact test', () => {
  it('loses no probability: what is kept and what was spent are 1 together, and at most the budget is spent', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 80 }), (rows) => {
        let chain = NEW_CHAIN;
        rows.forEach(({ nC, nB, m }, i) => {
          const law = noncentralHypergeometric(nC, nB, Math.min(m, nC + nB), 1);
          const budget = alpha * spentBy((i + 1) * 10, 540);
          chain = advance(chain, law.lo, law, budget, i);
          expect(chain.used).toBeLessThanOrEqual(budget);
          expect(chain.mass.reduce((sum, p) => sum + p, chain.used)).toBeCloseTo(1, 10);
        });
      }),
    );
  });

  it('the probability ever to signal is what was spent: counted over every path of a small case', () => {
    // 6 looks at 5 requests of rate 0.2: all paths, each with its probability.
    const law = binomial(5, 0.2);
    let signalled = 0;
    const walk = (chain: SpendChain, look: number, p: number): void => {
      if (chain.crossedAtSec !== null) {
        signalled += p;
        return;
      }
      if (look === 6) return;
      law.mass.forEach((q, x) => walk(advance(chain, x, law, 0.05 * spentBy(look + 1, 6), look), look + 1, p * q));
    };
    walk(NEW_CHAIN, 0, 1);
    let spent = NEW_CHAIN;
    for (let look = 0; look < 6; look++) spent = advance(spent, 0, law, 0.05 * spentBy(look + 1, 6), look);
    expect(signalled).toBeGreaterThan(0.01);
    expect(signalled).toBeLessThanOrEqual(0.05);
    expect(signalled).toBeCloseTo(spent.used, 10);
  });

  it('counted in larger units signals no sooner', () => {
    let one = NEW_CHAIN;
    for (let i = 0; i < 30; i++) one = advance(one, 5, binomial(20, 0.2), alpha * spentBy((i + 1) * 10, 540), i);
    const two = halved(one);
    expect(two.mass.reduce((sum, p) => sum + p, 0)).toBeCloseTo(
      one.mass.reduce((sum, p) => sum + p, 0),
      12,
    );
    expect(2 * (two.lo + two.mass.length - 1)).toBeGreaterThanOrEqual(one.lo + one.mass.length - 1);
    expect(2 * two.x).toBeLessThanOrEqual(one.x);
  });

  it('the shares of all tests are one budget', () => {
    expect(Object.values(ALPHA_SHARE).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});
