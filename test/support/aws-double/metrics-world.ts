import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { createCloudwatchMetrics } from '../../../lambdas/adapters/cloudwatch-metrics.ts';
import { createDeploymentDocuments, type StoredShift } from '../../../lambdas/adapters/deployment-documents.ts';
import type { Metrics } from '../../../lambdas/ports.ts';
import { fakeDynamo } from '../fake-dynamo.ts';
import { fakeSettings } from '../fakes/settings.ts';
import { startCloudWatch, type CloudWatchOptions, type MetricQuestion } from './cloudwatch.ts';

type Value = (question: MetricQuestion) => number | null;

/** CloudWatch's double with a client; `value` is what it has measured and may be changed at any time. */
export async function startMetricsWorld(options: Partial<Omit<CloudWatchOptions, 'value'>> = {}) {
  const asked: MetricQuestion[] = [];
  const world = { value: (() => null) as Value };
  const double = await startCloudWatch({
    alarmsOn: () => Promise.resolve([]),
    ...options,
    value: (question) => (asked.push(question), world.value(question)),
  });
  const client = new CloudWatchClient({
    endpoint: double.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    disableRequestCompression: true,
    maxAttempts: 1,
  });
  return Object.assign(world, {
    client,
    double,
    asked,
    /** The adapter, with this one shift on record. */
    async metricsOf(shift: StoredShift): Promise<Metrics> {
      const documents = createDeploymentDocuments(fakeDynamo().client, 'deployments');
      await documents.shifts.change(shift.request.shiftId, () => shift);
      return createCloudwatchMetrics(client, { documents, settings: fakeSettings() });
    },
    async end() {
      client.destroy();
      await double.close();
    },
  });
}
export type MetricsWorld = Awaited<ReturnType<typeof startMetricsWorld>>;
