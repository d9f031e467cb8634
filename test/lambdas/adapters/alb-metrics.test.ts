import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isUsable } from '../../../core/canary/usable-bucket.ts';
import { Terminal } from '../../../core/contracts/errors.ts';
import type { StoredShift } from '../../../lambdas/adapters/deployment-documents.ts';
import type { MetricQuestion } from '../../support/aws-double/cloudwatch.ts';
import { ECS_TARGETS } from '../../support/aws-double/deployer-world.ts';
import { startMetricsWorld, type MetricsWorld } from '../../support/aws-double/metrics-world.ts';
import { someShift } from '../../support/aws-double/some-shift.ts';

const MINUTE = 60_000;
const LAG = 90_000;
const T = Date.parse('2026-01-05T10:00:00.000Z');
const origin = T + 10_000;
const target = ECS_TARGETS.production;
const [blue] = target.targetGroupArns;
/** Three times the p99 of the past: what at most 1 % may exceed. */
const CUT = 360;
const none = { '20': 0, '40': 0, '60': 0, '80': 0, '120': 0, '150': 0, '180': 0, '1000': 0 };
const CUTS = [20, 40, 60, 80, 120, 150, 180, CUT, 800, 1000];
const { shiftId } = someShift(T).request;
const BALANCER = 'app/production/50dc6c495c0c9181';
const BLUE = 'targetgroup/production-blue/73e2d6bc24d8a061';
const GREEN = 'targetgroup/production-green/83e2d6bc24d8a061';

describe('metrics of a load balancer', () => {
  let world: MetricsWorld;
  let asked: MetricsWorld['asked'];
  let value: (question: MetricQuestion) => number | null;
  beforeEach(async () => {
    world = await startMetricsWorld();
    world.value = (question) => value(question);
    asked = world.asked;
  });
  afterEach(() => world.end());

  const metricsOf = (over: Partial<StoredShift> = {}) =>
    world.metricsOf(someShift(T, { target, fromGroup: blue, ...over }));
  const read = async (minutes: number, over: Partial<StoredShift> = {}) =>
    (await metricsOf(over)).buckets(shiftId, origin, T + minutes * MINUTE + LAG, origin, CUTS);
  /** Seconds; a count of zero is not sent. */
  const counts = (group: string, of: Readonly<Record<string, number>>) => (q: MetricQuestion) =>
    q.dimensions['TargetGroup'] !== group
      ? null
      : q.metric === 'TargetResponseTime'
        ? (of[q.stat] ?? null)
        : (of[q.metric.replace('HTTPCode_Target_', '').replace('_Count', '')] ?? null);
  const past = (q: MetricQuestion): number | null =>
    q.metric === 'RequestCount' || q.metric === 'HTTPCode_Target_2XX_Count'
      ? 60_000
      : q.metric === 'TargetResponseTime'
        ? ({ p50: 0.02, p95: 0.06, p99: 0.12 }[q.stat] ?? null)
        : null;
  const old = counts(BLUE, {
    RequestCount: 1000,
    '2XX': 900,
    '3XX': 50,
    '4XX': 49,
    '5XX': 1,
    SampleCount: 1000,
    'TC(0.8:)': 3,
  });
  const released = (over: Readonly<Record<string, number>> = {}) =>
    counts(GREEN, { RequestCount: 50, '2XX': 48, '5XX': 2, SampleCount: 50, [`TC(${CUT / 1000}:)`]: 7, ...over });
  const traffic = (canary: (q: MetricQuestion) => number | null) => (q: MetricQuestion) =>
    q.start < T - MINUTE ? past(q) : (canary(q) ?? old(q));

  it('gives both target groups minute by minute, latency as counts above the cuts', async () => {
    value = traffic(released());
    const buckets = await read(3);
    expect(buckets.map((b) => b.endSec)).toEqual([110, 170]);
    expect(buckets[0]).toEqual({
      endSec: 110,
      durSec: 60,
      canary: { requests: 50, errors: 2, latency: { countAbove: { ...none, '800': 0, [CUT]: 7 } } },
      baseline: { requests: 1000, errors: 1, latency: { countAbove: { ...none, '800': 3, [CUT]: 0 } } },
    });
    expect(buckets.every((b) => isUsable(b, null))).toBe(true);
    expect(asked.find((q) => q.start >= T && q.metric === 'RequestCount')?.dimensions).toEqual({
      TargetGroup: GREEN,
      LoadBalancer: BALANCER,
    });
  });

  it.each<[string, Readonly<Record<string, number>>, number, number]>([
    ['answered with 5XX', { '2XX': 40, '5XX': 10 }, 50, 10],
    ['answered with nothing, as by a target that is gone', { '2XX': 30, '5XX': 0 }, 50, 20],
    ['answered in the next minute', { RequestCount: 45, '2XX': 46, '5XX': 2 }, 48, 2],
    ['answered by a code of the application', { '2XX': 0, '4XX': 50, '5XX': 0 }, 50, 0],
  ])('requests %s', async (_, of, requests, errors) => {
    value = traffic(released(of));
    expect((await read(3))[0]?.canary).toMatchObject({ requests, errors });
  });

  it('counts that nobody sent are never an absence of errors', async () => {
    const silent = (q: MetricQuestion) =>
      q.dimensions['TargetGroup'] === GREEN ? (q.metric === 'RequestCount' ? 50 : null) : old(q);
    value = (q) => (q.start < T - MINUTE ? past(q) : silent(q));
    expect((await read(3))[0]?.canary).toEqual({ requests: 50, errors: 50 });
  });

  it.each([
    ['a fraction', { RequestCount: 50.5 }],
    ['a negative count', { '2XX': -1 }],
  ])('a minute with %s is not known', async (_, over) => {
    value = traffic(released(over));
    expect(await read(3)).toEqual([]);
  });

  it('a group without requests counts zero beside one that has some; a minute without either is no bucket', async () => {
    value = (q) => (q.start < T - MINUTE ? null : q.start < T + 2 * MINUTE ? old(q) : null);
    expect(await read(4)).toEqual([
      expect.objectContaining({
        canary: { requests: 0, errors: 0 },
        baseline: expect.objectContaining({ requests: 1000 }),
      }),
    ]);
  });

  it('looks at the new group alone once it has everything', async () => {
    value = traffic(released());
    const buckets = await read(5, { completeAt: T + 2 * MINUTE + 20_000 });
    expect(buckets.map((b) => [b.endSec, b.canary.requests, b.baseline?.requests])).toEqual([
      [110, 50, 1000],
      [230, 50, undefined],
      [290, 50, undefined],
    ]);
  });

  it('the past is that of both groups, which took turns, in milliseconds', async () => {
    const served = (q: MetricQuestion) =>
      (q.dimensions['TargetGroup'] === BLUE) === (new Date(q.start).getUTCDate() % 2 === 0);
    value = (q) => {
      if (!served(q)) return null;
      if (q.metric === 'TargetResponseTime') return past(q);
      return { RequestCount: 3600, HTTPCode_Target_2XX_Count: 3500, HTTPCode_Target_4XX_Count: 64 }[q.metric] ?? null;
    };
    const metrics = await metricsOf();
    expect(await metrics.history(shiftId)).toEqual({
      errorRate: 0.01,
      p50: 20,
      p95: 60,
      p99: 120,
      requestsPerSecond: 1,
      assignment: 'request',
      basis: 'the same hour of the week in 5 weeks, 46800 requests',
    });
  });

  it('without the group that served before, nothing is compared', async () => {
    value = () => null;
    await expect((await metricsOf({ fromGroup: null })).history(shiftId)).rejects.toThrow(Terminal);
  });
});
