import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countLatency } from '../../core/canary/count-latency.ts';
import { isUsable } from '../../core/canary/usable-bucket.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import { bucketSchema, historySchema, type Bucket } from '../../core/contracts/measurement.ts';
import type { Metrics } from '../../lambdas/ports.ts';
import { withAdapter } from './adapter-under-test.ts';

/** What one version did in one stretch; `slow` of its requests took 900 ms, the others 10 ms. */
export type Did = { readonly requests: number; readonly errors: number; readonly slow: number };
/** What happened in one stretch of the cadence's length; null for a version that was not called. */
export type Stretch = { readonly canary: Did | null; readonly baseline: Did | null };
export type MeasuredWorld = {
  readonly metrics: Metrics;
  readonly shiftId: string;
  /** When the watch and the first stretch began, ms. */
  readonly origin: number;
  /** Moves the clock of whatever measures; it never goes back. */
  at(now: number): void;
  end(): void | Promise<void>;
};
/**
 * The adapter on a source in which both versions take traffic from the first stretch on, and the new one alone from
 * `aloneFrom`. `past` is one stretch of the old version's past, repeated; null for a service without one.
 */
export type MakeMeasured = (world: {
  readonly stretches: readonly Stretch[];
  readonly aloneFrom: number | null;
  readonly past: Did | null;
}) => MeasuredWorld | Promise<MeasuredWorld>;

const CUTS = [45, 800, 1000];
const OLD: Did = { requests: 1000, errors: 2, slow: 7 };
const NEW: Did = { requests: 50, errors: 1, slow: 3 };
const BOTH: Stretch = { canary: NEW, baseline: OLD };

const bare = ({ requests, errors }: Did) => ({ requests, errors });

/** What every source of measurements keeps, whatever it counts with (001-17, 002-31, K5). */
export function metricsContract(name: string, make: MakeMeasured): void {
  const on = (
    stretches: readonly Stretch[],
    test: (world: MeasuredWorld, all: () => Promise<readonly Bucket[]>) => Promise<void>,
    over: { readonly aloneFrom?: number; readonly past?: Did | null } = {},
  ) =>
    withAdapter(() => make({ stretches, aloneFrom: over.aloneFrom ?? null, past: over.past ?? null }))((world) => {
      const { seconds, lagSeconds } = world.metrics.cadence;
      return test(world, () => read(world, (stretches.length * seconds + lagSeconds) * 1000));
    });
  const read = (world: MeasuredWorld, after: number, from = world.origin) => {
    world.at(world.origin + after);
    return world.metrics.buckets(world.shiftId, from, world.origin + after, world.origin, CUTS);
  };

  describe(`${name} keeps the metrics contract`, () => {
    it(
      'gives buckets oldest first, aligned to its cadence, that the judge can use',
      on(Array(5).fill(BOTH) as Stretch[], async ({ metrics }, all) => {
        const { seconds } = metrics.cadence;
        const buckets = await all();
        expect(buckets.map((b) => [b.endSec, b.durSec])).toEqual([1, 2, 3, 4, 5].map((i) => [i * seconds, seconds]));
        for (const [i, bucket] of buckets.entries()) {
          expect(bucketSchema.safeParse(bucket).success).toBe(true);
          expect(isUsable(bucket, buckets[i - 1]?.endSec ?? null)).toBe(true);
        }
      }),
    );

    it(
      'counts requests, errors and what is slower than each cut exactly, for each version (K4, K5)',
      on([BOTH, { canary: { requests: 7, errors: 7, slow: 0 }, baseline: OLD }], async (_, all) => {
        const [first, second] = await all();
        expect(first).toMatchObject({ canary: bare(NEW), baseline: bare(OLD) });
        expect(second).toMatchObject({ canary: { requests: 7, errors: 7 }, baseline: bare(OLD) });
        expect(countLatency(first!.canary, CUTS, 'UP')).toEqual({ timed: 50, above: [3, 3, 0] });
        expect(countLatency(first!.baseline!, CUTS, 'DOWN')).toEqual({ timed: 1000, above: [7, 7, 0] });
        expect(countLatency(second!.canary, CUTS, 'UP')).toEqual({ timed: 7, above: [0, 0, 0] });
      }),
    );

    it(
      'has no bucket for a stretch in which nothing was seen, also in the middle, and never a zero instead',
      on([BOTH, { canary: null, baseline: null }, BOTH], async ({ metrics }, all) => {
        expect((await all()).map((b) => b.endSec / metrics.cadence.seconds)).toEqual([1, 3]);
      }),
    );

    it(
      'says zero requests of a canary that was not called beside a baseline that was',
      on([{ canary: null, baseline: OLD }], async (_, all) => {
        expect(await all()).toMatchObject([{ canary: { requests: 0, errors: 0 }, baseline: bare(OLD) }]);
      }),
    );

    it(
      'shows a canary without a baseline as that',
      on([{ canary: NEW, baseline: null }], async (_, all) => {
        const [bucket] = await all();
        expect(bucket?.canary).toMatchObject(bare(NEW));
        expect(bucket?.baseline?.requests ?? 0).toBe(0);
      }),
    );

    it(
      'has no baseline once the new version has all traffic',
      on(
        [BOTH, ...(Array(3).fill({ canary: OLD, baseline: null }) as Stretch[])],
        async (_, all) => {
          const buckets = await all();
          expect(buckets.at(-1)?.canary).toMatchObject(bare(OLD));
          expect(buckets.map((b) => b.baseline !== undefined)).toEqual([true, ...buckets.slice(1).map(() => false)]);
          expect(buckets.length).toBeGreaterThanOrEqual(3);
        },
        { aloneFrom: 1 },
      ),
    );

    it(
      'reads no stretch before all of it has come',
      on(Array(3).fill(BOTH) as Stretch[], async (world) => {
        const { seconds, lagSeconds } = world.metrics.cadence;
        const whole = (2 * seconds + lagSeconds) * 1000;
        expect(await read(world, whole - 1)).toHaveLength(1);
        expect(await read(world, whole)).toHaveLength(2);
      }),
    );

    it('gives each stretch once, whenever it is asked', async () => {
      const pace = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 8, maxLength: 16 });
      const stretches: Stretch[] = Array.from({ length: 9 }, (_, i) =>
        i === 4 ? { canary: null, baseline: null } : { canary: { ...NEW, requests: 50 + i }, baseline: OLD },
      );
      await fc.assert(
        fc.asyncProperty(pace, (pauses) =>
          on(stretches, async (world, all) => {
            const got: Bucket[] = [];
            let now = 0;
            for (const pause of [...pauses, 1e6]) {
              now = Math.min(now + pause * 1000, (9 * world.metrics.cadence.seconds + 100) * 1000);
              const last = got.at(-1);
              got.push(...(await read(world, now, world.origin + (last ? last.endSec * 1000 : 0))));
            }
            expect(got).toEqual(await all());
          })(),
        ),
        { numRuns: 5 },
      );
    });

    it(
      'a shift that nobody knows is an error and not a shift without data (K5)',
      on([BOTH], async ({ metrics, origin }) => {
        const nobody = 'rel-00000000000000000099.CANARY';
        await expect(metrics.history(nobody)).rejects.toThrow(Terminal);
        await expect(metrics.buckets(nobody, origin, origin + 600_000, origin, CUTS)).rejects.toThrow(Terminal);
      }),
    );

    it(
      'knows nothing of a past that was not seen: null, never zero',
      on([BOTH], async ({ metrics, shiftId }) => {
        const history = await metrics.history(shiftId);
        expect(history).toMatchObject({ errorRate: null, p50: null, p95: null, p99: null, requestsPerSecond: null });
        expect(history.basis).toMatch(/no|nothing/);
        expect(historySchema.safeParse(history).success).toBe(true);
      }),
    );

    it(
      'knows the past of what runs, and on what it rests (002-31)',
      on(
        [BOTH],
        async ({ metrics, shiftId }) => {
          const history = await metrics.history(shiftId);
          expect(historySchema.safeParse(history).success).toBe(true);
          expect(history.errorRate).toBeCloseTo(0.002, 9);
          expect(Math.abs(history.p50! / 10 - 1)).toBeLessThan(0.01);
          expect(Math.abs(history.p95! / 10 - 1)).toBeLessThan(0.01);
          expect(history.requestsPerSecond).toBeCloseTo(OLD.requests / metrics.cadence.seconds, 1);
          expect(history).toMatchObject({ assignment: 'request', basis: expect.stringMatching(/request|hour/) });
        },
        { past: OLD },
      ),
    );
  });
}
