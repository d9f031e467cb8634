import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from '@jest/globals';
import { targetParameterName, targetsSchema, versionOfDescription } from '../../core/contracts/target.ts';
import { GuardedFunction, type GuardedFunctionProps } from '../../lib/guarded-function.ts';
import { resourcesOf, synthesized } from './synth.ts';

const stack = synthesized({ example: 'true' }).template('Example');
const of = (type: string) => Object.values(resourcesOf(stack)).filter((r) => r.Type === type);

describe('a guarded function', () => {
  it('serves by an alias on a version that CloudFormation never changes', () => {
    expect(of('AWS::Lambda::Alias')).toHaveLength(2);
    for (const alias of of('AWS::Lambda::Alias')) {
      expect(alias.Properties['Name']).toBe('live');
      expect(alias['UpdatePolicy']).toBeUndefined();
    }
    // A version whose logical id changed with the code would take the traffic along.
    const other = withProps({ environment: { CURRENCY: 'USD' }, memoryMb: 1024 });
    const idsOf = (resources: ReturnType<typeof resourcesOf>) =>
      Object.keys(resources).filter((id) => resources[id]!.Type === 'AWS::Lambda::Version');
    expect(idsOf(other)).toEqual(idsOf(withProps({})));
  });

  it('says of its first version which commit it is, as the deployer reads it', () => {
    for (const { Properties, ...rest } of of('AWS::Lambda::Version')) {
      expect(versionOfDescription(Properties['Description'] as string)).toEqual({
        commit: '0'.repeat(40),
        digest: `sha256:${'0'.repeat(64)}`,
      });
      expect(rest['DeletionPolicy']).toBe('Retain');
    }
  });

  it('rolls back on errors, p99, throttles and silence, and when alarms cannot be read', () => {
    stack.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentGroupName: 'production',
      AlarmConfiguration: {
        Enabled: true,
        IgnorePollAlarmFailure: false,
        Alarms: Array.from({ length: 4 }, () => Match.anyValue()),
      },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
    });
  });

  it('failed answers that it reports are a metric of the target, and an alarm that rolls back', () => {
    const resources = Object.values(withProps({ failures: { namespace: 'Shop', metric: 'Failed' } }));
    const alarm = resources.find(({ Properties }) => Properties['AlarmName'] === 'guarded-shop-failures');
    expect(alarm?.Properties).toMatchObject({
      Namespace: 'Shop',
      MetricName: 'Failed',
      Statistic: 'Sum',
      Threshold: 10,
    });
    const group = resources.find(({ Properties }) => Properties['DeploymentGroupName'] === 'production');
    expect((group?.Properties['AlarmConfiguration'] as { Alarms: unknown[] }).Alarms).toHaveLength(5);
    const parameter = resources.find(({ Properties }) => Properties['Name'] === targetParameterName('shop'));
    const { production } = targetsSchema.parse(JSON.parse(parameter?.Properties['Value'] as string));
    expect(production).toMatchObject({ failures: { namespace: 'Shop', metric: 'Failed' } });
    expect(production.alarms).toContain('guarded-shop-failures');
  });

  it('the dead-man alarm is on when no heartbeat of this service came for five minutes', () => {
    stack.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'guarded-shop-deadman',
      Namespace: 'Interlock',
      MetricName: 'ShiftHeartbeat',
      Dimensions: [{ Name: 'Service', Value: 'shop' }],
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 5,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: Match.absent(),
    });
  });

  it('the composite alarm leaves the dead-man alarm out, which rests on', () => {
    const [composite] = of('AWS::CloudWatch::CompositeAlarm');
    expect(JSON.stringify(composite!.Properties['AlarmRule'])).not.toContain('DeadMan');
  });

  it('registers itself as the deployer reads it, with the names that its resources have', () => {
    const [parameter] = of('AWS::SSM::Parameter');
    expect(parameter!.Properties['Name']).toBe(targetParameterName('shop'));
    const targets = targetsSchema.parse(JSON.parse(parameter!.Properties['Value'] as string));
    expect(targets).toEqual({
      production: {
        kind: 'LAMBDA',
        functionName: 'guarded-shop-production',
        alias: 'live',
        applicationName: 'guarded-shop',
        deploymentGroupName: 'production',
        alarms: ['guarded-shop-errors', 'guarded-shop-p99', 'guarded-shop-throttles', 'guarded-shop-deadman'],
      },
      staging: {
        kind: 'LAMBDA',
        functionName: 'guarded-shop-staging',
        alias: 'live',
        applicationName: 'guarded-shop',
        deploymentGroupName: 'staging',
        alarms: [],
      },
    });
    const alarms = of('AWS::CloudWatch::Alarm').map((alarm) => alarm.Properties['AlarmName']);
    expect(alarms.sort()).toEqual([...targets.production.alarms].sort());
    expect(of('AWS::Lambda::Function').map((fn) => fn.Properties['FunctionName'])).toEqual(
      expect.arrayContaining(['guarded-shop-production', 'guarded-shop-staging']),
    );
  });

  it.each([
    [{ service: 'Shop' }, /lower-case letters/],
    [{ initial: { commit: 'main', digest: `sha256:${'0'.repeat(64)}` } }, /full commit id/],
    [{ initial: { commit: '0'.repeat(40), digest: 'none' } }, /sha256:/],
  ])('refuses %j', (props, message) => {
    expect(() => withProps(props)).toThrow(message);
  });
});

function withProps(props: Partial<GuardedFunctionProps>): ReturnType<typeof resourcesOf> {
  const app = new App();
  new GuardedFunction(new Stack(app, 'Team'), 'Shop', {
    service: 'shop',
    code: Code.fromInline('exports.handler = async () => ({});'),
    initial: { commit: '0'.repeat(40), digest: `sha256:${'0'.repeat(64)}` },
    handler: 'index.handler',
    alarmAt: { errorsPerMinute: 10, p99Ms: 800 },
    ...props,
  });
  return (app.synth().getStackByName('Team').template as { Resources: ReturnType<typeof resourcesOf> }).Resources;
}
