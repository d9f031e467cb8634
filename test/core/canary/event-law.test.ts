import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomial } from '../../../core/canary/binomial.ts';
import { besideLaw, rateLaw } from '../../../core/canary/event-law.ts';
import { noncentralHypergeometric } from '../../../core/canary/noncentral-hypergeometric.ts';
import { upperTail } from '../../../core/canary/probability-mass.ts';

const choose = (n: number, k: number): number => (k <= 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

/** P(n) of a sum of Poisson(clumps) many geometric sizes, by the number of clumps: the definition. */
function byDefinition(clumps: number, theta: number, n: number): number {
  let sum = n === 0 ? Math.exp(-clumps) : 0;
  for (let k = 1, poisson = Math.exp(-clumps); k <= n; k++) {
    poisson *= clumps / k;
    sum += poisson * choose(n - 1, k - 1) * (1 - theta) ** k * theta ** (n - k);
  }
  return sum;
}
const moments = ({ lo, mass }: { lo: number; mass: readonly number[] }) => {
  const mean = mass.reduce((s, p, i) => s + p * (lo + i), 0);
  return { mean, variance: mass.reduce((s, p, i) => s + p * (lo + i - mean) ** 2, 0) };
};

describe('laws of events in clumps', () => {
  it('without clumps are the exact ones', () => {
    expect(besideLaw(25, 475, 7, 1, 1)).toEqual(noncentralHypergeometric(25, 475, 7, 1));
    expect(besideLaw(25, 475, 7, 2, 0.4)).toEqual(noncentralHypergeometric(25, 475, 7, 2));
    expect(rateLaw(1350, 0.005, 1)).toEqual(binomial(1350, 0.005));
  });

  it('agree with their definition, and have phi times the variance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 900 }),
        fc.double({ min: 0.001, max: 0.02, noNaN: true }),
        fc.double({ min: 1.2, max: 9, noNaN: true }),
        (n, rate, phi) => {
          const law = rateLaw(n, rate, phi);
          const clumps = (2 * n * rate) / (phi + 1);
          for (let x = 0; x <= 12; x++)
            expect(law.mass[x - law.lo] ?? 0).toBeCloseTo(byDefinition(clumps, (phi - 1) / (phi + 1), x), 9);
          const { mean, variance } = moments(law);
          expect(mean / (n * rate)).toBeCloseTo(1, 6);
          expect(variance / (n * rate * phi)).toBeCloseTo(1, 4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('beside a baseline keep the share, sum to one, and are wider the more events clump', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 1.2, max: 12, noNaN: true }), (m, phi) => {
        const law = besideLaw(25, 475, m, 1, phi);
        expect(law.mass.reduce((s, p) => s + p, 0)).toBeCloseTo(1, 12);
        expect(moments(law).mean / m).toBeCloseTo(0.05, 6);
        expect(upperTail(law, m) * (1 + 1e-9)).toBeGreaterThanOrEqual(
          upperTail(noncentralHypergeometric(25, 475, m, 1), m),
        );
        const wider = besideLaw(25, 475, m, 1, phi * 1.5);
        if (m > 1) expect(moments(wider).variance).toBeGreaterThan(moments(law).variance);
      }),
      { numRuns: 60 },
    );
    // Twice the odds move it to the canary.
    expect(moments(besideLaw(25, 475, 20, 2, 5)).mean).toBeGreaterThan(1.8);
  });

  it('of very many events fall back to the exact law, whose unit is larger then', () => {
    expect(besideLaw(50_000, 950_000, 400_000, 1, 1.5)).toEqual(noncentralHypergeometric(50_000, 950_000, 400_000, 1));
  });
});
