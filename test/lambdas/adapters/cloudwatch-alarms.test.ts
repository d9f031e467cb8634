import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import type { Target } from '../../../core/contracts/target.ts';
import { createCloudwatchAlarms } from '../../../lambdas/adapters/cloudwatch-alarms.ts';
import type { TargetRegistry } from '../../../lambdas/adapters/ssm-targets.ts';
import { serviceNameSchema } from '../../../core/contracts/ids.ts';
import { fakeSettings } from '../../support/fakes/settings.ts';
import { SHOP } from '../../support/some-change.ts';
import { faultError } from '../../support/sdk-error.ts';

const client = new CloudWatchClient({ region: 'us-east-1' });
const mock = mockClient(client);
const asked: string[] = [];
const targets: TargetRegistry = {
  target: async (service, environment) => {
    asked.push(`${environment} of ${service}`);
    return { kind: 'LAMBDA', alarms: ['guarded-shop-errors', 'guarded-shop-deadman', 'gone'] } as unknown as Target;
  },
};
const alarms = (also: readonly string[] = []) => {
  const settings = fakeSettings();
  const { services } = settings.now.config;
  settings.change({ services: { [SHOP]: { ...services[SHOP]!, alarms: { also: [...also], mayLackData: [] } } } });
  return createCloudwatchAlarms(client, { targets, settings });
};

describe('the alarms of a service in CloudWatch (issue 5.4)', () => {
  beforeEach(() => {
    mock.reset();
    mock.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        { AlarmName: 'guarded-shop-errors', StateValue: 'INSUFFICIENT_DATA', Namespace: 'AWS/Lambda' },
        {
          AlarmName: 'guarded-shop-deadman',
          StateValue: 'ALARM',
          Namespace: 'Interlock',
          MetricName: 'ShiftHeartbeat',
        },
        { AlarmName: 'queue', StateValue: 'SOMETHING_NEW' as never },
      ],
      CompositeAlarms: [{ AlarmName: 'company', StateValue: 'ALARM' }],
    });
  });

  it('of its production group and of the config, each once; what is not there or not understood is unknown', async () => {
    expect(await alarms(['company', 'gone', 'queue']).stateOf(SHOP)).toEqual([
      { name: 'guarded-shop-errors', state: 'INSUFFICIENT_DATA' },
      { name: 'gone', state: 'UNKNOWN' },
      { name: 'company', state: 'ALARM' },
      { name: 'queue', state: 'UNKNOWN' },
    ]);
    expect(asked.at(-1)).toBe(`production of ${SHOP}`);
  });

  it('the dead-man alarm, which rests on, is known by its metric and not by its name', async () => {
    mock.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [{ AlarmName: 'guarded-shop-deadman', StateValue: 'ALARM', Namespace: 'Shop', MetricName: 'Dead' }],
    });
    expect(await alarms().stateOf(SHOP)).toContainEqual({ name: 'guarded-shop-deadman', state: 'ALARM' });
  });

  it('asks in pieces of a hundred', async () => {
    const also = Array.from({ length: 150 }, (_, i) => `a${i}`);
    expect(await alarms(also).stateOf(SHOP)).toHaveLength(152);
    const calls = mock.commandCalls(DescribeAlarmsCommand).map((call) => call.args[0].input.AlarmNames?.length);
    expect(calls).toEqual([100, 53]);
  });

  it.each([
    ['THROTTLED', Transient],
    ['LOST', Transient],
    ['DENIED', Terminal],
  ] as const)('%s is an error and never "off"', async (fault, kind) => {
    mock.onAnyCommand().rejects(faultError(fault));
    await expect(alarms().stateOf(SHOP)).rejects.toThrow(kind);
  });

  it('a service that is not in the config any more is Terminal', async () => {
    await expect(alarms().stateOf(serviceNameSchema.parse('constructor'))).rejects.toThrow(
      /not in the config any more/,
    );
  });
});
