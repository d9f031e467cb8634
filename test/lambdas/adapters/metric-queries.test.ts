import { describe, expect, it } from '@jest/globals';
import { Transient } from '../../../core/contracts/errors.ts';
import { querySeries, type Query } from '../../../lambdas/adapters/metric-queries.ts';
import { startMetricsWorld, type MetricsWorld } from '../../support/aws-double/metrics-world.ts';

const T = Date.parse('2026-01-05T10:00:00.000Z');
const times = { from: T, to: T + 120_000, periodSeconds: 60 };
const queryOf = (i: number): Query => ({
  ...{ id: `m${i}`, namespace: 'AWS/Lambda', metric: `M${i}`, stat: 'Sum', dimensions: {} },
});

describe('series of CloudWatch', () => {
  const within = async (
    options: Parameters<typeof startMetricsWorld>[0],
    test: (world: MetricsWorld) => Promise<void>,
  ) => {
    const world = await startMetricsWorld(options);
    world.value = ({ metric, start }) => Number(metric.slice(1)) + (start - T) / 60_000;
    try {
      await test(world);
    } finally {
      await world.end();
    }
  };
  const first = (n: number) => Array.from({ length: n }, (_, i) => queryOf(i));

  it('more than 500 are asked for in several questions, since one takes no more', () =>
    within({}, async ({ client, double }) => {
      const series = await querySeries(client, first(1001), times);
      expect(Object.keys(series)).toHaveLength(1001);
      for (const i of [0, 499, 500, 1000]) expect([...series[`m${i}`]!.values()]).toEqual([i, i + 1]);
      expect(double.calls).toEqual(Array(3).fill('GetMetricData'));
    }));

  it('none are asked for without a question', () =>
    within({}, async ({ client, double }) => {
      expect(await querySeries(client, [], times)).toEqual({});
      expect(double.calls).toEqual([]);
    }));

  it('an answer with a message that not all was done is no answer, and its words stay out (K5)', () =>
    within({ message: 'Maximum number of allowed metrics exceeded for arn:aws:secret' }, async ({ client }) => {
      const read = querySeries(client, first(2), times);
      await expect(read).rejects.toThrow(Transient);
      await expect(read).rejects.not.toThrow(/secret/);
    }));
});
