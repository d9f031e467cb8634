import { PutMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { HEARTBEAT } from '../../core/contracts/heartbeat.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import { awsCall } from './aws-errors.ts';
import { describeAlarms } from './describe-alarms.ts';

/** Tells the dead-man alarm that somebody watches. */
export async function beat(client: CloudWatchClient, service: ServiceName): Promise<void> {
  await awsCall('CloudWatch PutMetricData', () =>
    client.send(
      new PutMetricDataCommand({
        Namespace: HEARTBEAT.namespace,
        MetricData: [
          {
            MetricName: HEARTBEAT.metric,
            Dimensions: [{ Name: HEARTBEAT.dimension, Value: service }],
            Value: 1,
            Unit: 'Count',
          },
        ],
      }),
    ),
  );
}

/** Names of those of `alarms` that are on, or that do not exist: what is not there watches nothing. */
export async function alarmsOn(client: CloudWatchClient, alarms: readonly string[]): Promise<readonly string[]> {
  const described = await describeAlarms(client, alarms);
  return alarms.filter((name) => !described.has(name) || described.get(name)?.state === 'ALARM');
}
