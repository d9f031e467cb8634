import { DescribeAlarmsCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { HEARTBEAT } from '../../core/contracts/heartbeat.ts';
import { awsCall } from './aws-errors.ts';

/** `state` as CloudWatch says it. `isDeadMan`: it listens for the heartbeat, so it is on whenever no shift is watched. */
export type DescribedAlarm = { readonly state: string; readonly isDeadMan: boolean };

/** At most this many names in a call. */
const NAMES = 100;

/** Metric and composite alarms by their names; what does not exist is left out. */
export async function describeAlarms(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, DescribedAlarm>> {
  const found = new Map<string, DescribedAlarm>();
  for (let i = 0; i < names.length; i += NAMES) {
    const answer = await awsCall('CloudWatch DescribeAlarms', () =>
      client.send(
        new DescribeAlarmsCommand({
          AlarmNames: names.slice(i, i + NAMES),
          // Without this composite alarms are left out.
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: NAMES,
        }),
      ),
    );
    for (const { AlarmName, StateValue, Namespace, MetricName } of answer.MetricAlarms ?? [])
      found.set(AlarmName ?? '', {
        state: StateValue ?? '',
        isDeadMan: Namespace === HEARTBEAT.namespace && MetricName === HEARTBEAT.metric,
      });
    for (const { AlarmName, StateValue } of answer.CompositeAlarms ?? [])
      found.set(AlarmName ?? '', { state: StateValue ?? '', isDeadMan: false });
  }
  return found;
}
