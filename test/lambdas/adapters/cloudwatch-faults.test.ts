import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { countLatency } from '../../../core/canary/count-latency.ts';
import { watchedCuts } from '../../../core/canary/watched-cuts.ts';
import { judgeConfigSchema } from '../../../core/contracts/analysis.ts';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createCloudwatchMetrics } from '../../../lambdas/adapters/cloudwatch-metrics.ts';
import { createDeploymentDocuments } from '../../../lambdas/adapters/deployment-documents.ts';
import { someShift } from '../../support/aws-double/some-shift.ts';
import { fakeDynamo } from '../../support/fake-dynamo.ts';
import { fakeSettings } from '../../support/fakes/settings.ts';
import { startMetricsWorld } from '../../support/aws-double/metrics-world.ts';
import { faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const T = Date.parse('2026-01-05T10:00:00.000Z');
const shift = someShift(T);
const rollout = shift.request;

describe('CloudWatch metrics, faults', () => {
  it("names a fault and never the SDK's own words", async () => {
    const real = new CloudWatchClient({ region: 'us-east-1' });
    const mock = mockClient(real);
    const documents = createDeploymentDocuments(fakeDynamo().client, 'deployments');
    await documents.shifts.change(rollout.shiftId, () => shift);
    const metrics = createCloudwatchMetrics(real, { documents, settings: fakeSettings() });
    for (const [error, kind] of [
      [faultError('THROTTLED'), Transient],
      [faultError('LOST'), Transient],
      [sdkError('InternalServiceFault', 500), Transient],
      [faultError('DENIED'), Terminal],
    ] as const) {
      mock.reset();
      mock.on(GetMetricDataCommand).rejects(error);
      const failure = metrics.history(rollout.shiftId);
      await expect(failure).rejects.toThrow(kind);
      await expect(failure).rejects.toThrow(/^CloudWatch GetMetricData: /);
      await expect(failure).rejects.not.toThrow(SDK_SECRET);
    }
    mock.reset();
    mock
      .on(GetMetricDataCommand)
      .resolves({ MetricDataResults: [{ Id: 'p99', Timestamps: [new Date(T)], Values: [] }] });
    await expect(metrics.history(rollout.shiftId)).rejects.toThrow(/times without values/);
  });

  it.each([
    ['InternalError', Transient],
    ['PartialData', Transient],
    ['Forbidden', Terminal],
  ])('a series that ends as %s is not known, which is no zero (K5)', async (status, kind) => {
    const world = await startMetricsWorld({ statusOf: (id) => (id === 'canary_slow1' ? status : 'Complete') });
    try {
      world.value = () => 5;
      const metrics = await world.metricsOf(shift);
      const read = metrics.buckets(rollout.shiftId, T, T + 300_000, T, [100, 800]);
      await expect(read).rejects.toThrow(kind);
      await expect(read).rejects.toThrow(`CloudWatch GetMetricData: canary_slow1: found ${status}, expected Complete`);
    } finally {
      await world.end();
    }
  });

  it('a series that nobody answered is not known', async () => {
    const real = new CloudWatchClient({ region: 'us-east-1' });
    mockClient(real).on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
    const documents = createDeploymentDocuments(fakeDynamo().client, 'deployments');
    await documents.shifts.change(rollout.shiftId, () => shift);
    const metrics = createCloudwatchMetrics(real, { documents, settings: fakeSettings() });
    await expect(metrics.buckets(rollout.shiftId, T, T + 300_000, T, [])).rejects.toThrow(/no answer/);
  });

  it.each([
    ['of slow requests is NaN', 'slow0', Number.NaN],
    ['of slow requests is a fraction', 'slow0', 1.5],
    ['of slow requests is above those that were timed', 'slow0', 6],
    ['of timed requests is NaN', 'timed', Number.NaN],
    ['of errors is NaN', 'errors', Number.NaN],
    ['of requests is NaN', 'requests', Number.NaN],
  ])('a minute whose count %s has no bucket', async (_, series, value) => {
    const real = new CloudWatchClient({ region: 'us-east-1' });
    mockClient(real)
      .on(GetMetricDataCommand)
      .callsFake(({ MetricDataQueries }: { MetricDataQueries: { Id: string }[] }) => ({
        MetricDataResults: MetricDataQueries.map(({ Id }) => ({
          Id,
          StatusCode: 'Complete',
          Timestamps: [new Date(T), new Date(T + 60_000)],
          Values: [Id === `canary_${series}` ? value : 5, 5],
        })),
      }));
    const documents = createDeploymentDocuments(fakeDynamo().client, 'deployments');
    await documents.shifts.change(rollout.shiftId, () => shift);
    const metrics = createCloudwatchMetrics(real, { documents, settings: fakeSettings() });
    const buckets = await metrics.buckets(rollout.shiftId, T, T + 210_000, T, [100]);
    expect(buckets.map((b) => b.endSec)).toEqual([120]);
  });

  it('asks for at most 500 series at once, each cut in few digits', async () => {
    const world = await startMetricsWorld();
    try {
      world.value = () => 5;
      const metrics = await world.metricsOf({ ...shift, completeAt: T + 90_000 });
      const cuts = watchedCuts(judgeConfigSchema.parse({}), {
        errorRate: 0.001,
        p50: 80.1,
        p95: 121.37 * 1.1,
        p99: 200 / 3,
      });
      const buckets = await metrics.buckets(rollout.shiftId, T, T + 300_000, T, cuts);
      const stats = new Set(world.asked.map(({ stat }) => stat).filter((stat) => stat.startsWith('TC')));
      expect(stats.size).toBe(cuts.length);
      for (const stat of stats) expect(stat).toMatch(/^TC\(\d{1,5}(\.\d{1,8})?:\)$/);
      const series = new Set(
        world.asked.map(({ metric, stat, dimensions }) => JSON.stringify([metric, stat, dimensions])),
      );
      expect(series.size).toBeLessThanOrEqual(500);
      expect(countLatency(buckets[0]!.canary, cuts, 'UP')).toEqual({ timed: 5, above: cuts.map(() => 5) });
    } finally {
      await world.end();
    }
  });
});
