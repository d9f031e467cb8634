import { describe, expect, it } from '@jest/globals';
import { addMemory, leakEvidence, NO_LEAK, type LeakTest } from '../../../core/canary/leak-test.ts';
import { runsOutSoon } from '../../../core/canary/leak-curve.ts';

const limits = { threshold: 1 / 0.0003, memoryMax: 85 };
/** Blocks of 30 s; noise of a fixed pattern without trend. */
const wave = (i: number) => [0.3, -0.2, 0.1, -0.3, 0.2, -0.1][i % 6]!;
function blocks(
  n: number,
  canary: (minutes: number) => number | null,
  baseline: (minutes: number) => number | null = () => 52,
): LeakTest {
  let test = NO_LEAK;
  for (let i = 0; i < n; i++) {
    const at = i / 2;
    const [c, b] = [canary(at), baseline(at)];
    test = addMemory(
      test,
      { canary: c === null ? null : c + wave(i), baseline: b === null ? null : b + wave(i + 2) },
      90 + i * 30,
      limits,
    );
  }
  return test;
}

describe('the leak test', () => {
  it('004-22: finds memory that grows by 2 points a minute within ten minutes', () => {
    const test = blocks(18, (min) => 52 + 2 * min);
    expect(leakEvidence(test)).toBeGreaterThan(limits.threshold);
    expect(test.runningOut).toBeGreaterThanOrEqual(2);
  });

  it('is quiet while both grow alike, stay alike, or the canary shrinks', () => {
    expect(
      leakEvidence(
        blocks(
          18,
          (min) => 52 + 2 * min,
          (min) => 52 + 2 * min,
        ),
      ),
    ).toBeLessThan(limits.threshold);
    expect(leakEvidence(blocks(40, () => 52))).toBeLessThan(10);
    expect(blocks(40, (min) => 60 - min).runningOut).toBe(0);
  });

  it('a heap that warms up to a level is no leak, however sure its growth is', () => {
    const test = blocks(30, (min) => 52 + 12 * (1 - Math.exp(-min / 2)));
    expect(leakEvidence(test)).toBeGreaterThan(limits.threshold);
    expect(test.runningOut).toBe(0);
  });

  it('a growth that does not run out within the hour is none yet', () => {
    expect(blocks(40, (min) => 52 + 0.1 * min).runningOut).toBe(0);
  });

  it('bets nothing on what was not measured, and ranks equal values lowest', () => {
    expect(blocks(20, () => null)).toBe(NO_LEAK);
    expect(
      blocks(
        20,
        (min) => 52 + min,
        () => null,
      ).differences,
    ).toEqual([]);
    let flat = NO_LEAK;
    for (let i = 0; i < 20; i++) flat = addMemory(flat, { canary: 50, baseline: 50 }, i * 30, limits);
    expect(leakEvidence(flat)).toBeLessThanOrEqual(1);
  });

  it("has mean at most 1 over every order of the same differences (Ville's inequality needs no more)", () => {
    const orders = (rest: readonly number[]): number[][] =>
      rest.length === 0 ? [[]] : rest.flatMap((x, i) => orders(rest.filter((_, j) => j !== i)).map((o) => [x, ...o]));
    const all = orders([1, 2, 3, 4, 5]).map((order) =>
      leakEvidence(order.reduce((t, d, i) => addMemory(t, { canary: 50 + d, baseline: 50 }, i * 30, limits), NO_LEAK)),
    );
    expect(all.reduce((sum, e) => sum + e, 0) / all.length).toBeCloseTo(1, 10);
  });

  it('keeps at most five hours of blocks', () => {
    expect(blocks(700, () => 52).differences).toHaveLength(600);
  });

  it('needs four points for a curve', () => {
    const points = [0, 1, 2].map((i) => ({ atSec: i * 30, percent: 50 + 10 * i }));
    expect(runsOutSoon(points, 85)).toBe(false);
    expect(runsOutSoon([...points, { atSec: 90, percent: 80 }], 85)).toBe(true);
  });
});
