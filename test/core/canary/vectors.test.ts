import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { binomial } from '../../../core/canary/binomial.ts';
import { noncentralHypergeometric } from '../../../core/canary/noncentral-hypergeometric.ts';
import { lowerTail, upperTail } from '../../../core/canary/probability-mass.ts';
import { advance, NEW_CHAIN } from '../../../core/canary/spend-chain.ts';
import { spentBy } from '../../../core/canary/spend.ts';

/** High-precision values of an independent implementation. */
type Vectors = {
  readonly nchg: readonly { nC: number; nB: number; m: number; odds: number; lo: number; pmf: number[] }[];
  readonly binom_cdf: readonly { n: number; p: number; x: number; P_le_x: number; P_ge_x: number }[];
  readonly spend: readonly {
    name: string;
    alpha: number;
    kappa: number;
    span: number;
    kind: 'odds' | 'rate';
    null: number;
    rows: [elapsed: number, nC: number, nB: number, canary: number, baseline: number][];
    steps: { elapsed: number; x: number; boundary: number | null; used: number }[];
    signalAt?: number | null;
  }[];
};
const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as Vectors;
const CLOSE = 1e-9;

describe('the exact tests agree with an independent implementation to 1e-9', () => {
  it.each(vectors.nchg)(
    'non-central hypergeometric: $nC, $nB, $m events, odds $odds',
    ({ nC, nB, m, odds, lo, pmf }) => {
      const law = noncentralHypergeometric(nC, nB, m, odds);
      pmf.forEach((p, i) => expect(Math.abs((law.mass[lo + i - law.lo] ?? 0) - p)).toBeLessThan(CLOSE));
      expect(law.mass.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    },
  );

  it.each(vectors.binom_cdf)('binomial: $x of $n at $p', ({ n, p, x, P_le_x, P_ge_x }) => {
    expect(Math.abs(lowerTail(binomial(n, p), x) - P_le_x)).toBeLessThan(CLOSE);
    expect(Math.abs(upperTail(binomial(n, p), x) - P_ge_x)).toBeLessThan(CLOSE);
  });

  it.each(vectors.spend)(
    'sequential test: $name',
    ({ alpha, kappa, span, kind, null: tolerated, rows, steps, signalAt }) => {
      expect(kappa).toBe(2);
      let chain = NEW_CHAIN;
      rows.slice(0, steps.length).forEach(([elapsed, nC, nB, canary, baseline], i) => {
        const law =
          kind === 'odds' ? noncentralHypergeometric(nC, nB, canary + baseline, tolerated) : binomial(nC, tolerated);
        chain = advance(chain, canary, law, alpha * spentBy(elapsed, span), elapsed);
        const step = steps[i]!;
        expect([elapsed, chain.x, chain.boundary]).toEqual([step.elapsed, step.x, step.boundary]);
        expect(Math.abs(chain.used - step.used)).toBeLessThan(CLOSE);
      });
      expect(chain.crossedAtSec).toBe(signalAt ?? null);
    },
  );
});
