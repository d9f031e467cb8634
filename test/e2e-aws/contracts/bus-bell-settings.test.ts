import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CreateEventBusCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleGroupCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { Terminal } from '../../../core/contracts/errors.ts';
import { createEventBridgeBus } from '../../../lambdas/adapters/eventbridge-bus.ts';
import { createSchedulerBell } from '../../../lambdas/adapters/scheduler-bell.ts';
import { createSsmSettings } from '../../../lambdas/adapters/ssm-settings.ts';
import { eventBridgeClient, schedulerClient, ssmClient } from '../../../lambdas/kit/clients.ts';
import { hold, release } from '../../contracts/samples.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { emulatorUrl } from '../emulator.ts';

emulatorUrl();
const name = () => `interlock-test-${randomUUID()}`;
const config = {
  version: 1,
  services: { shop: { repository: 'shop', start: 'node shop.js', port: 4100 } },
  approvers: [{ id: 'ada', email: 'ada@example.com' }],
  gates: { stages: [{ name: 'fast', gates: [{ name: 'unit', command: 'npm test' }] }] },
};

describe('bus', () => {
  it('takes an event, and twice', async () => {
    const busName = name();
    await eventBridgeClient().send(new CreateEventBusCommand({ Name: busName }));
    const bus = createEventBridgeBus(eventBridgeClient(), { busName });
    await bus.publish(release(1).change);
    await bus.publish(release(1).change);
  });
});

describe('bell', () => {
  it('is one schedule a hold, at its deadline', async () => {
    const group = name();
    const clock = fixedClock(Date.now());
    await schedulerClient().send(new CreateScheduleGroupCommand({ Name: group }));
    const setBell = createSchedulerBell(schedulerClient(), {
      group,
      clock,
      roleArn: 'arn:aws:iam::000000000000:role/bell',
      targetArn: 'arn:aws:lambda:us-east-1:000000000000:function:answer-hold',
    });
    const one = hold('rel-1.APPROVAL', { deadline: '2099-01-06T10:00:00.001Z' });
    await setBell(one);
    await setBell(one);
    const schedule = await schedulerClient().send(new GetScheduleCommand({ GroupName: group, Name: one.holdId }));
    expect(schedule).toMatchObject({
      ScheduleExpression: 'at(2099-01-06T10:00:01)',
      ActionAfterCompletion: 'DELETE',
      Target: { Input: '{"kind":"DEADLINE","holdId":"rel-1.APPROVAL"}' },
    });
  });
});

describe('settings', () => {
  it('come from the parameter and the policies beside the function, with one hash over both', async () => {
    const policiesFolder = mkdtempSync(path.join(tmpdir(), 'interlock-policies-'));
    try {
      writeFileSync(path.join(policiesFolder, 'limits.cedar'), 'permit(principal, action, resource);');
      const [parameter, clock] = [`/${name()}`, fixedClock()];
      const put = (value: unknown) =>
        ssmClient().send(
          new PutParameterCommand({ Name: parameter, Type: 'String', Overwrite: true, Value: JSON.stringify(value) }),
        );
      const settings = createSsmSettings(ssmClient(), { parameter, policiesFolder, clock });
      await expect(settings.current()).rejects.toThrow(Terminal);
      await put(config);
      const first = await settings.current();
      expect(first.config.timing.approvalSeconds).toBe(86_400);
      expect(Object.keys(first.policies)).toEqual(['limits.cedar']);
      await put({ ...config, profile: 'guarded' });
      expect(await settings.current()).toBe(first);
      clock.advance(5_000);
      const second = await settings.current();
      expect(second.config.profile).toBe('guarded');
      expect(second.hash).not.toBe(first.hash);
      await put({ ...config, profile: 'none' });
      clock.advance(5_000);
      await expect(settings.current()).rejects.toThrow(/is not a valid config: profile: found "none"/);
    } finally {
      rmSync(policiesFolder, { recursive: true, force: true });
    }
  });
});
