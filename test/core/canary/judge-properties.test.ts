import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compactState } from '../../../core/canary/compact-state.ts';
import { conclude } from '../../../core/canary/conclude.ts';
import { createWatch } from '../../../core/canary/create-watch.ts';
import { observe } from '../../../core/canary/observe.ts';
import { replay } from '../../../core/canary/replay.ts';
import type { WatchState } from '../../../core/canary/watch-state.ts';
import type { Arm, Bucket } from '../../../core/contracts/measurement.ts';
import { arm, buckets, config, HISTORY, NO_HISTORY, watched } from './canary-buckets.ts';

/** A bucket's counts: canary 5 % of the traffic, errors and slow requests on both sides. */
const counts = fc.record({
  canary: fc.integer({ min: 0, max: 60 }),
  errors: fc.nat(3),
  slow: fc.nat(4),
  baseline: fc.integer({ min: 0, max: 900 }),
  errorsB: fc.nat(8),
  slowB: fc.nat(30),
});
type Counts = {
  canary: number;
  errors: number;
  slow: number;
  baseline: number;
  errorsB: number;
  slowB: number;
};
const stream = fc.array(counts, { minLength: 7, maxLength: 70 });
const upTo = (n: number, most: number) => Math.min(n, most);
const canaryArm = (c: Counts, k = 1): Arm =>
  arm(k * c.canary, k * upTo(c.errors, c.canary), k * upTo(c.slow, c.canary));
const baselineArm = (c: Counts, k = 1): Arm =>
  arm(k * c.baseline, k * upTo(c.errorsB, c.baseline), k * upTo(c.slowB, c.baseline));
const bucketsOf = (all: readonly Counts[], k = 1): Bucket[] =>
  buckets(all.length, (i) => ({ canary: canaryArm(all[i]!, k), baseline: baselineArm(all[i]!, k) }));
const judgeAll = (all: readonly Bucket[], history = HISTORY) => replay(config(), history, all).analysis;

describe('properties of the judge', () => {
  it('the order in which simultaneous measurements come does not matter', () => {
    fc.assert(
      fc.property(stream, fc.infiniteStream(fc.boolean()), (all, coins) => {
        const halves = bucketsOf(all).flatMap((bucket) => {
          const odd: Bucket = { ...bucket, canary: arm(1), baseline: arm(3) };
          return coins.next().value ? [bucket, odd] : [odd, bucket];
        });
        const sorted = bucketsOf(all).flatMap((bucket) => [bucket, { ...bucket, canary: arm(1), baseline: arm(3) }]);
        expect(judgeAll([...halves].reverse())).toEqual(judgeAll(sorted));
      }),
      { numRuns: 40 },
    );
  });

  it('more traffic with the same shares fails what failed, and fails nothing that was no worse', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 2, max: 5 }), (all, k) => {
        const [one, many] = [judgeAll(bucketsOf(all)), judgeAll(bucketsOf(all, k))];
        if (one.verdict === 'FAIL') expect(many.verdict).toBe('FAIL');
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 8 }), (errorsB, k) => {
        // The canary has exactly the baseline's share of everything: no cause to fail at any size.
        const at = () => ({ canary: arm(50 * k, 0), baseline: arm(950 * k, errorsB * k) });
        expect(watched(buckets(60, at)).failedAt).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('a canary without an error and not slower on any request never fails', () => {
    fc.assert(
      fc.property(stream, (all) => {
        const better = bucketsOf(all).map((bucket) => ({ ...bucket, canary: arm(bucket.canary.requests) }));
        expect(judgeAll(better).verdict).not.toBe('FAIL');
        expect(judgeAll(better, NO_HISTORY).verdict).not.toBe('FAIL');
      }),
      { numRuns: 60 },
    );
  });

  it('is monotone in the errors of the canary: one more never saves it, delays its end, or passes it', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (all, at) => {
        const i = at % all.length;
        const worse = all.map((c, j) => (j === i ? { ...c, canary: c.canary + 1, errors: 0 } : c));
        const base = all.map((c, j) => (j === i ? { ...c, canary: c.canary + 1, errors: 0 } : c));
        const bad = bucketsOf(worse).map((bucket, j) =>
          j === i ? { ...bucket, canary: { ...bucket.canary, errors: bucket.canary.errors + 1 } } : bucket,
        );
        const [before, after] = [judgeAll(bucketsOf(base)), judgeAll(bad)];
        if (before.verdict === 'FAIL') {
          expect(after.verdict).toBe('FAIL');
          expect(after.decidedAtSec).toBeLessThanOrEqual(before.decidedAtSec);
        }
        if (before.verdict === 'INCONCLUSIVE') expect(after.verdict).not.toBe('PASS');
      }),
      { numRuns: 120 },
    );
  });

  it('never passes on no evidence, whatever else comes', () => {
    fc.assert(
      fc.property(stream, (all) => {
        const none = bucketsOf(all.map((c) => ({ ...c, canary: 0 })));
        const { verdict, headline } = judgeAll(none);
        expect(verdict).toBe('INCONCLUSIVE');
        expect(headline).toMatch(/no traffic/);
      }),
      { numRuns: 30 },
    );
    expect(judgeAll([]).verdict).toBe('INCONCLUSIVE');
  });

  it('remembers the same with ten digits, through JSON, and within 80 kB at any traffic for eight hours', () => {
    fc.assert(
      fc.property(stream, (all) => {
        let [exact, compact] = [createWatch(config(), HISTORY), createWatch(config(), HISTORY)];
        for (const bucket of bucketsOf(all)) {
          exact = observe(exact, bucket).state;
          compact = observe(JSON.parse(JSON.stringify(compactState(compact))) as WatchState, bucket).state;
        }
        const [a, b] = [conclude(exact, { atSec: 600 }), conclude(compact, { atSec: 600 })];
        expect(b.headline).toBe(a.headline);
        b.tests.forEach((test, i) => {
          expect(test.failsAt).toBe(a.tests[i]!.failsAt);
          expect(Math.abs((test.alphaSpent ?? 0) - (a.tests[i]!.alphaSpent ?? 0))).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 20 },
    );
    let state = createWatch(config({ plannedSec: 8 * 3600 }), HISTORY);
    let largest = 0;
    for (let i = 1; i <= 8 * 120; i++) {
      const half = { latency: { bins: { '200': 100_000, '600': 100_000 } } };
      const bucket = {
        endSec: i * 30,
        durSec: 30,
        canary: { ...arm(200_000, 200), ...half },
        baseline: { ...arm(200_000, 200), ...half },
      };
      state = observe(state, bucket).state;
      if (i % 60 === 0) largest = Math.max(largest, JSON.stringify(compactState(state)).length);
    }
    expect(largest).toBeLessThan(80_000);
  });
});
