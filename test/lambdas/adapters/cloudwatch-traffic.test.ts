import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serviceNameSchema } from '../../../core/contracts/ids.ts';
import type { Target } from '../../../core/contracts/target.ts';
import { createCloudwatchTraffic } from '../../../lambdas/adapters/cloudwatch-traffic.ts';
import type { MetricQuestion } from '../../support/aws-double/cloudwatch.ts';
import { TARGETS } from '../../support/aws-double/deployer-world.ts';
import { startMetricsWorld, type MetricsWorld } from '../../support/aws-double/metrics-world.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

const shop = serviceNameSchema.parse('shop');
const HOUR = 3_600_000;

describe('traffic of a service as CloudWatch has it', () => {
  const clock = fixedClock();
  let world: MetricsWorld;
  let asked: MetricsWorld['asked'];
  let value: (question: MetricQuestion) => number | null;
  beforeEach(async () => {
    world = await startMetricsWorld();
    world.value = (question) => value(question);
    asked = world.asked;
  });
  afterEach(() => world.end());
  const recent = (target: Target = TARGETS.production) =>
    createCloudwatchTraffic(world.client, { targets: { target: () => Promise.resolve(target) }, clock }).recent(shop);

  it('is the last whole day of the alias, whichever version answered', async () => {
    value = ({ metric }) => (metric === 'Invocations' ? 7200 : metric === 'Errors' ? 36 : 20);
    expect(await recent()).toEqual({
      errorRate: 0.005,
      p50: 20,
      p95: 20,
      p99: 20,
      requestsPerSecond: 2,
      assignment: 'request',
    });
    expect(asked.every(({ dimensions }) => dimensions['ExecutedVersion'] === undefined)).toBe(true);
    const starts = [...new Set(asked.map(({ start }) => start))].sort((a, b) => a - b);
    const to = Math.floor(clock.now() / HOUR) * HOUR;
    expect([starts[0], starts.at(-1), starts.length]).toEqual([to - 24 * HOUR, to - HOUR, 24]);
  });

  it('nothing that was seen is null and no zero', async () => {
    value = () => null;
    expect(await recent()).toMatchObject({ errorRate: null, requestsPerSecond: null });
  });
});
