import { describe, expect, it } from '@jest/globals';
import { brentRoot } from '../../../bench/canary/peers/brent-root.ts';
import { mannWhitney } from '../../../bench/canary/peers/mann-whitney.ts';
import { createRandom } from '../../../bench/canary/random.ts';

const Z = 2.3263478740408408;
/** Twice the tolerance of the root search. */
const NEAR = 2e-4;

/** The same statistic from its definition: every pair counted, ties by counting equal values. */
function bruteForce(x: readonly number[], y: readonly number[], shift: number): number {
  const moved = x.map((value) => value - shift);
  const wins = moved.flatMap((a) => y.map((b) => Number(a > b) + Number(a === b) / 2)).reduce((a, b) => a + b, 0);
  const [n, k] = [x.length, y.length];
  const all = [...moved, ...y];
  const ties = [...new Set(all)].map((value) => all.filter((one) => one === value).length);
  const spread = ties.reduce((sum, t) => sum + t ** 3 - t, 0) / ((n + k) * (n + k - 1));
  const off = wins - (n * k) / 2;
  return (off - Math.sign(off) / 2) / Math.sqrt(((n * k) / 12) * (n + k + 1 - spread));
}

function expectRoot(x: readonly number[], y: readonly number[], root: number, z: number): void {
  const [from, to] = [Math.min(...x) - Math.max(...y), Math.max(...x) - Math.min(...y)];
  if (bruteForce(x, y, from) <= z) expect(root).toBe(from);
  else if (bruteForce(x, y, to) >= z) expect(root).toBe(to);
  else {
    expect(bruteForce(x, y, root - NEAR)).toBeGreaterThanOrEqual(z);
    expect(bruteForce(x, y, root + NEAR)).toBeLessThanOrEqual(z);
  }
}

describe('the Mann-Whitney interval of a shift', () => {
  it.each([
    [2, 2],
    [4, 4],
    [9, 9],
    [9, 5],
    [54, 54],
  ])('%i against %i values: its ends are where the statistic of all pairs crosses the quantile', (n, k) => {
    const random = createRandom(`pairs ${n} ${k}`);
    for (let run = 0; run < 30; run += 1) {
      const x = Array.from({ length: n }, () => 10 + 3 * random.normal());
      const y = Array.from({ length: k }, () => 10 + 3 * random.normal());
      const { low, high, estimate } = mannWhitney(x, y, 0.98);
      expectRoot(x, y, low, Z);
      expectRoot(x, y, high, -Z);
      expectRoot(x, y, estimate, 0);
      expect(low).toBeLessThanOrEqual(high);
    }
  });

  it('holds on data with many ties', () => {
    const random = createRandom('ties');
    for (let run = 0; run < 50; run += 1) {
      const x = Array.from({ length: 12 }, () => random.poisson(1.5));
      const y = Array.from({ length: 12 }, () => 1 + random.poisson(1.5));
      const { low, high } = mannWhitney(x, y, 0.98);
      expectRoot(x, y, low, Z);
      expectRoot(x, y, high, -Z);
    }
  });

  it('turns round when the samples are exchanged', () => {
    const [x, y] = [
      [1, 5, 2, 8, 4.5, 7],
      [3, 9, 1.5, 6, 12, 10],
    ];
    const [there, back] = [mannWhitney(x, y, 0.98), mannWhitney(y, x, 0.98)];
    expect(there.low).toBeCloseTo(-back.high, 3);
    expect(there.estimate).toBeCloseTo(-back.estimate, 3);
  });

  it('cannot be computed where everything is tied, and says which confidence it knows', () => {
    expect(() => mannWhitney([1, 1], [1, 1], 0.98)).toThrow('tied');
    expect(() => mannWhitney([1, 2], [1, 3], 0.5)).toThrow('confidence: found 0.5');
  });
});

describe('Brent root search', () => {
  const find = (f: (x: number) => number, a: number, b: number) => brentRoot(f, a, b, f(a), f(b));

  it('finds zeros to its tolerance and ends of the range at once', () => {
    expect(find((x) => x ** 3 - 2, 0, 5)).toBeCloseTo(Math.cbrt(2), 3);
    expect(find((x) => Math.cos(x), 0, 3)).toBeCloseTo(Math.PI / 2, 3);
    expect(find((x) => x, 0, 3)).toBe(0);
    expect(find((x) => x - 3, 0, 3)).toBe(3);
  });

  it('ends beside the step of a step function', () => {
    expect(find((x) => (x < 0.7 ? 1 : -2), 0, 4)).toBeCloseTo(0.7, 3);
  });
});
