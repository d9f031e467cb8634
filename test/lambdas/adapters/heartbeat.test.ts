import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { alarmsOn, beat } from '../../../lambdas/adapters/heartbeat.ts';
import { service } from '../../contracts/samples.ts';
import { faultError } from '../../support/sdk-error.ts';

const client = new CloudWatchClient({ region: 'us-east-1' });
const mock = mockClient(client);

describe('alarms and heartbeat', () => {
  beforeEach(() => void mock.reset());

  it('an alarm that is on, of either kind, and one that does not exist count as on', async () => {
    mock.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        { AlarmName: 'errors', StateValue: 'ALARM' },
        { AlarmName: 'p99', StateValue: 'OK' },
        { AlarmName: 'throttles', StateValue: 'INSUFFICIENT_DATA' },
      ],
      CompositeAlarms: [{ AlarmName: 'all', StateValue: 'ALARM' }],
    });
    expect(await alarmsOn(client, ['errors', 'p99', 'throttles', 'all', 'gone'])).toEqual(['errors', 'all', 'gone']);
    expect(mock.commandCalls(DescribeAlarmsCommand)[0]?.args[0].input.AlarmTypes).toEqual([
      'MetricAlarm',
      'CompositeAlarm',
    ]);
    expect(await alarmsOn(client, [])).toEqual([]);
    expect(mock.commandCalls(DescribeAlarmsCommand)).toHaveLength(1);
  });

  it('a beat is one point of the service', async () => {
    mock.on(PutMetricDataCommand).resolves({});
    await beat(client, service());
    expect(mock.commandCalls(PutMetricDataCommand)[0]?.args[0].input).toMatchObject({
      Namespace: 'Interlock',
      MetricData: [{ MetricName: 'ShiftHeartbeat', Dimensions: [{ Name: 'Service', Value: service() }], Value: 1 }],
    });
  });

  it.each([
    ['THROTTLED', Transient],
    ['LOST', Transient],
    ['DENIED', Terminal],
  ] as const)('%s', async (fault, kind) => {
    mock.onAnyCommand().rejects(faultError(fault));
    await expect(beat(client, service())).rejects.toThrow(kind);
    await expect(alarmsOn(client, ['errors'])).rejects.toThrow(kind);
  });
});
