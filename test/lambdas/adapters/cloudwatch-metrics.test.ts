import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isUsable } from '../../../core/canary/usable-bucket.ts';
import { Terminal } from '../../../core/contracts/errors.ts';
import type { StoredShift } from '../../../lambdas/adapters/deployment-documents.ts';
import type { MetricQuestion } from '../../support/aws-double/cloudwatch.ts';
import { TARGETS } from '../../support/aws-double/deployer-world.ts';
import { startMetricsWorld, type MetricsWorld } from '../../support/aws-double/metrics-world.ts';
import { someShift } from '../../support/aws-double/some-shift.ts';

const MINUTE = 60_000;
const T = Date.parse('2026-01-05T10:00:00.000Z');
const rollout = someShift(T).request;
const P99 = 120;
/** Three times the p99 of the past: what at most 1 % may exceed. */
const CUT = 3 * P99;
const none = { '120': 0, '150': 0, '1000': 0 };
const CUTS = [P99, 1.25 * P99, CUT, 800, 1000];

describe('CloudWatch metrics', () => {
  let world: MetricsWorld;
  let asked: MetricsWorld['asked'];
  let value: (question: MetricQuestion) => number | null;
  beforeEach(async () => {
    world = await startMetricsWorld();
    world.value = (question) => value(question);
    asked = world.asked;
  });
  afterEach(() => world.end());

  const metricsOf = (over: Partial<StoredShift> = {}) => world.metricsOf(someShift(T, over));
  const LAG = 90_000;
  const origin = T + 10_000;
  /** 1000 requests a minute of the old version, 50 of the new, 1 and 2 of them failed, 3 over the tier's cut. */
  const traffic = ({ metric, stat, dimensions, start }: MetricQuestion): number | null => {
    if (start < T - MINUTE) return metric === 'Duration' ? P99 : metric === 'Errors' ? 60 : 60_000;
    const share = { '1': 1000, '2': 50 }[dimensions['ExecutedVersion'] ?? ''];
    if (share === undefined) return null;
    if (metric === 'Invocations') return share;
    if (metric === 'Errors') return share === 50 ? 2 : 1;
    return stat === 'SampleCount' ? share : stat === 'TC(800:)' ? 3 : stat === `TC(${CUT}:)` ? 7 : null;
  };

  it('K5 gives whole minutes since the watch began with exact counts above every cut', async () => {
    value = traffic;
    const metrics = await metricsOf();
    const buckets = await metrics.buckets(rollout.shiftId, origin, T + 3 * MINUTE + LAG, origin, CUTS);
    expect(buckets.map((b) => b.endSec)).toEqual([110, 170]);
    expect(buckets[0]).toEqual({
      endSec: 110,
      durSec: 60,
      canary: { requests: 50, errors: 2, latency: { countAbove: { ...none, '800': 3, [CUT]: 7 } } },
      baseline: { requests: 1000, errors: 1, latency: { countAbove: { ...none, '800': 3, [CUT]: 7 } } },
    });
    expect(buckets.every((b) => isUsable(b, null))).toBe(true);
    const resource = { FunctionName: 'guarded-shop-production', Resource: 'guarded-shop-production:live' };
    expect(asked.find((q) => q.start === T + MINUTE && q.metric === 'Errors')?.dimensions).toEqual({
      ...resource,
      ExecutedVersion: '2',
    });
  });

  it('gives each minute once, and none before Lambda has sent all of it', async () => {
    value = traffic;
    const metrics = await metricsOf();
    const seen: number[] = [];
    let from = origin;
    for (let now = origin; now < T + 12 * MINUTE; now += 30_000) {
      const buckets = await metrics.buckets(rollout.shiftId, from, now, origin, CUTS);
      for (const { endSec } of buckets) expect(origin + endSec * 1000 + LAG).toBeLessThanOrEqual(now);
      seen.push(...buckets.map((b) => b.endSec));
      const last = seen.at(-1);
      if (last !== undefined) from = origin + last * 1000;
    }
    expect(seen).toEqual([110, 170, 230, 290, 350, 410, 470, 530, 590]);
    // The past is asked for once, by whoever begins to watch, not with every look.
    expect(asked.filter((q) => q.stat === 'p99')).toHaveLength(0);
  });

  it('a version that was not called counts zero beside one that was; a minute without either is no bucket', async () => {
    value = (q) =>
      q.start < T - MINUTE
        ? null
        : q.dimensions['ExecutedVersion'] === '1' && q.start < T + 2 * MINUTE
          ? traffic(q)
          : null;
    const metrics = await metricsOf();
    const buckets = await metrics.buckets(rollout.shiftId, origin, T + 4 * MINUTE + LAG, origin, CUTS);
    expect(buckets).toHaveLength(1);
    expect(buckets[0]).toMatchObject({ canary: { requests: 0, errors: 0 }, baseline: { requests: 1000 } });
  });

  it.each<[string, Partial<Record<string, number | null>>]>([
    ['no error count', { Errors: null }],
    ['more errors than requests', { Errors: 51 }],
    ['a fraction of a request', { Invocations: 49.5 }],
    ['a negative count', { Errors: -1 }],
  ])('a minute with %s is not known, which is not the same as healthy', async (_, over) => {
    value = (q) => (q.dimensions['ExecutedVersion'] === '2' && q.metric in over ? over[q.metric]! : traffic(q));
    const metrics = await metricsOf();
    expect(await metrics.buckets(rollout.shiftId, origin, T + 4 * MINUTE + LAG, origin, CUTS)).toEqual([]);
  });

  it('takes the whole alias once it has only the new version, and leaves out the minute of the change', async () => {
    const completeAt = T + 2 * MINUTE + 20_000;
    value = (q) =>
      q.dimensions['ExecutedVersion'] === undefined && q.start >= T
        ? ({ Invocations: 1050, Errors: 4 }[q.metric] ?? 9)
        : traffic(q);
    const metrics = await metricsOf({ completeAt });
    const buckets = await metrics.buckets(rollout.shiftId, origin, T + 5 * MINUTE + LAG, origin, CUTS);
    expect(buckets.map((b) => [b.endSec, b.canary.requests, b.baseline?.requests])).toEqual([
      [110, 50, 1000],
      [230, 1050, undefined],
      [290, 1050, undefined],
    ]);
  });

  it('reads up to 30 days of the alias; an hour that was bad does not loosen the limits', async () => {
    value = (q) => {
      const hour = new Date(q.start).getUTCHours();
      if (q.metric === 'Invocations') return 3600;
      if (q.metric === 'Errors') return 36;
      return { p50: 20, p95: 60, p99: hour === 3 ? 30_000 : 100 }[q.stat] ?? null;
    };
    const metrics = await metricsOf();
    expect(await metrics.history(rollout.shiftId)).toEqual({
      errorRate: 0.01,
      p50: 20,
      p95: 60,
      p99: 100,
      requestsPerSecond: 1,
      assignment: 'request',
      basis: 'the same hour of the week in 5 weeks, 46800 requests',
    });
    const times = asked.map((q) => q.start);
    expect(Math.max(...times) - Math.min(...times)).toBe(30 * 86_400_000 - 3_600_000);
  });

  describe('with a metric of failed answers', () => {
    const target = { ...TARGETS.production, failures: { namespace: 'Shop', metric: 'Failed' } };
    /** Beside the traffic: of the new version's 48 answers, `failed` say that they are failures, of the old one's none. */
    const reporting =
      (answers: number | null, failed = 5) =>
      (question: MetricQuestion): number | null => {
        if (question.metric !== 'Failed') return traffic(question);
        if (question.start < T - MINUTE) return 40;
        const isNew = question.dimensions['ExecutedVersion'] === '2';
        if (question.stat === 'Sum') return isNew ? failed : 0;
        return isNew ? answers : 999;
      };
    const first = async () => {
      const metrics = await metricsOf({ target });
      return (await metrics.buckets(rollout.shiftId, origin, T + 2 * MINUTE + LAG, origin, CUTS))[0];
    };

    it('they count beside the calls that threw', async () => {
      value = reporting(48);
      expect(await first()).toMatchObject({
        canary: { requests: 50, errors: 7 },
        baseline: { requests: 1000, errors: 1 },
      });
      expect(asked.find((q) => q.metric === 'Failed' && q.dimensions['ExecutedVersion'])?.dimensions).toEqual({
        FunctionName: 'guarded-shop-production',
        ExecutedVersion: expect.stringMatching(/^[12]$/),
      });
    });

    it.each([
      ['nothing was reported', reporting(null, 0)],
      ['too few answers were', reporting(42)],
      ['more failures than answers were', reporting(48, 49)],
    ])('%s: the minute is not known', async (_, says) => {
      value = says;
      expect(await first()).toBeUndefined();
    });

    it('answers that count in the next minute are no gap', async () => {
      value = reporting(43);
      expect(await first()).toMatchObject({ canary: { errors: 7 } });
    });

    it('the past counts them too', async () => {
      value = reporting(48);
      const metrics = await metricsOf({ target });
      expect((await metrics.history(rollout.shiftId)).errorRate).toBeCloseTo((60 + 40) / 60_000, 9);
    });
  });

  it('a service without a past has none', async () => {
    value = () => null;
    const metrics = await metricsOf();
    expect(await metrics.history(rollout.shiftId)).toMatchObject({
      errorRate: null,
      p99: null,
      requestsPerSecond: null,
    });
    await expect(metrics.history('rel-00000000000000000009.CANARY')).rejects.toThrow(Terminal);
  });
});
