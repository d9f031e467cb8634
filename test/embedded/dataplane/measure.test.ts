import { describe, expect, it } from '@jest/globals';
import { bucketSchema } from '../../../core/contracts/measurement.ts';
import { bucketsOf } from '../../../embedded/dataplane/buckets.ts';
import { historyOf } from '../../../embedded/dataplane/history.ts';
import { binLatency, latencyBin } from '../../../embedded/dataplane/latency-bin.ts';
import { createMeter } from '../../../embedded/dataplane/meter.ts';
import { createTimeline } from '../../../embedded/dataplane/timeline.ts';
import { sumPs } from '../../../embedded/dataplane/usage.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

const setUp = () => {
  const clock = fixedClock();
  const timeline = createTimeline(clock.now());
  const meter = () => createMeter(timeline, () => clock.now());
  return { clock, timeline, meter, origin: clock.now() };
};
const all = { from: 0, to: 1e15, since: 0, until: null };

describe('latency bins', () => {
  it.each([
    [0, 0],
    [0.4, 0],
    [1, 0],
    [1.0101, 1],
    [100, 462],
    [1e9, 1151],
  ])('%s ms is in bin %s', (ms, bin) => expect(latencyBin(ms)).toBe(bin));
  it('a bin stands for a latency within 0.5 % of what is in it', () => {
    for (const ms of [1, 7.3, 80, 799, 42_000])
      expect(Math.abs(binLatency(latencyBin(ms)) / ms - 1)).toBeLessThan(0.00501);
  });
});

describe('buckets', () => {
  it('count both versions in the same stretches, cut where the weight changes', () => {
    const { clock, timeline, meter, origin } = setUp();
    const [canary, baseline] = [meter(), meter()];
    baseline.request(5, false);
    clock.advance(4_000);
    timeline.cut(clock.now(), 5);
    canary.request(20, true);
    baseline.request(5, false);
    baseline.request(5, false);
    clock.advance(6_000);
    canary.request(30, false);
    clock.advance(10_000);
    const buckets = bucketsOf(canary.tallies(), baseline.tallies(), { ...all, origin, now: clock.now() });
    expect(buckets.map(({ endSec, durSec }) => [endSec, durSec])).toEqual([
      [10, 6],
      [20, 10],
    ]);
    expect(buckets[0]).toMatchObject({ canary: { requests: 1, errors: 1 }, baseline: { requests: 2, errors: 0 } });
    expect(buckets[1]).not.toHaveProperty('baseline');
    for (const bucket of buckets) expect(bucketSchema.safeParse(bucket).success).toBe(true);
  });

  it('are those that ended in (from, to] and are over', () => {
    const { clock, meter, origin } = setUp();
    const canary = meter();
    for (let i = 0; i < 5; i += 1) {
      canary.health(true);
      clock.advance(10_000);
    }
    canary.health(true); // Its stretch is not over.
    const ends = (from: number, to: number) =>
      bucketsOf(canary.tallies(), [], { ...all, from: origin + from, to: origin + to, origin, now: clock.now() }).map(
        (b) => b.endSec,
      );
    expect(ends(0, 1e9)).toEqual([10, 20, 30, 40, 50]);
    expect(ends(10_000, 30_000)).toEqual([20, 30]);
    expect(ends(30_000, 30_000)).toEqual([]);
  });

  it('say zero requests where the new version had a share and chance sent it nothing, and only then', () => {
    const { clock, timeline, meter, origin } = setUp();
    const [canary, baseline] = [meter(), meter()];
    const minute = (weight: number) => {
      timeline.cut(clock.now(), weight);
      baseline.request(5, false);
      clock.advance(10_000);
    };
    for (const weight of [0, 5, 0, 5]) minute(weight); // The last belongs to a later shift.
    const query = { ...all, origin, now: clock.now(), since: origin + 10_000, until: origin + 20_000 };
    const buckets = bucketsOf(canary.tallies(), baseline.tallies(), query);
    expect(buckets).toMatchObject([{ endSec: 20, canary: { requests: 0, errors: 0 }, baseline: { requests: 1 } }]);
  });

  it('have no baseline at 100 %', () => {
    const { clock, timeline, meter, origin } = setUp();
    const [canary, baseline] = [meter(), meter()];
    timeline.cut(clock.now(), 100);
    canary.request(1, false);
    baseline.health(true);
    clock.advance(20_000);
    const [bucket] = bucketsOf(canary.tallies(), baseline.tallies(), { ...all, origin, now: clock.now() });
    expect(bucket).toMatchObject({ canary: { requests: 1 } });
    expect(bucket).not.toHaveProperty('baseline');
  });

  it('reach back three hours and no further', () => {
    const { clock, meter } = setUp();
    const one = meter();
    for (let i = 0; i < 2_000; i += 1) {
      one.request(1, false);
      clock.advance(10_000);
    }
    expect(one.tallies().length).toBeLessThanOrEqual(1_082);
    expect(one.totals().requests).toBe(2_000);
  });
});

describe('history', () => {
  it('is null where nothing was seen', () => {
    expect(historyOf([], 0)).toMatchObject({
      errorRate: null,
      p50: null,
      p95: null,
      p99: null,
      requestsPerSecond: null,
    });
  });

  it('has rates per second of the clock and nearest-rank percentiles', () => {
    const { clock, meter } = setUp();
    const one = meter();
    for (let ms = 1; ms <= 100; ms += 1) {
      one.request(ms * 10, ms > 98);
      clock.advance(500);
    }
    const history = historyOf(one.tallies(), clock.now());
    expect(history.errorRate).toBe(0.02);
    expect(history.requestsPerSecond).toBeCloseTo(2, 5);
    for (const [key, ms] of [
      ['p50', 500],
      ['p95', 950],
      ['p99', 990],
    ] as const)
      expect(Math.abs((history[key] ?? 0) / ms - 1)).toBeLessThan(0.00501);
  });

  it('says how much slow requests clump, from neighbouring stretches, once it has seen enough', () => {
    const filled = (slowOf: (stretch: number) => number, stretches = 200) => {
      const { clock, meter } = setUp();
      const one = meter();
      for (let stretch = 0; stretch < stretches; stretch += 1) {
        for (let i = 0; i < 100; i += 1) one.request(i < slowOf(stretch) ? 300 : 10, false);
        clock.advance(10_000);
      }
      return historyOf(one.tallies(), clock.now()).phi;
    };
    // Twenty at once in every eighth stretch.
    expect(filled((stretch) => (stretch % 8 === 0 ? 20 : 0))?.p95).toBeGreaterThan(5);
    // What drifts slowly does not.
    expect(filled((stretch) => 1 + Math.floor(stretch / 60))?.p95).toBeLessThan(0.1);
    expect(filled((stretch) => (stretch % 8 === 0 ? 20 : 0), 20)).toEqual({});
  });

  it('looks at the last hour only', () => {
    const { clock, meter } = setUp();
    const one = meter();
    one.request(1, true);
    clock.advance(3_700_000);
    one.request(1, false);
    expect(historyOf(one.tallies(), clock.now()).errorRate).toBe(0);
  });
});

describe('ps output', () => {
  it('is summed by group, with times of both kinds', () => {
    const output = '  12  100   0:01.50\n  12 200 1-02:03:04\n 13 5 00:00:09\n';
    const usage = sumPs(output, new Set([12]));
    expect([...usage]).toEqual([[12, { cpuMs: 1_500 + (86_400 + 7_384) * 1000, rssBytes: 300 * 1024 }]]);
  });
});
