import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createSesMail } from '../../../lambdas/adapters/ses-mail.ts';
import { mailContract, message } from '../../contracts/mail-contract.ts';
import { fakeDynamo } from '../../support/fake-dynamo.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

function world() {
  const ses = new SESv2Client({ region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  const mock = mockClient(ses);
  mock.on(SendEmailCommand).resolves({ MessageId: '1' });
  const dynamo = fakeDynamo();
  const clock = fixedClock();
  const faults: string[] = [];
  const create = () =>
    createSesMail(ses, dynamo.client, {
      table: 'table',
      from: 'interlock@example.com',
      clock,
      onFault: (fault) => void faults.push(fault),
      pauseMs: 1,
    });
  const sent = () => mock.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
  return { mock, dynamo, clock, faults, port: create(), other: create(), sent, end: () => {} };
}

mailContract('SES in memory', () => {
  const w = world();
  const received = () =>
    Promise.resolve(
      w.sent().map(({ FromEmailAddress, Destination, Content }) => ({
        from: FromEmailAddress ?? '',
        to: Destination?.ToAddresses ?? [],
        subject: Content?.Simple?.Subject?.Data ?? '',
        text: Content?.Simple?.Body?.Text?.Data ?? '',
        html: Content?.Simple?.Body?.Html?.Data ?? '',
        headers: /[\r\n\u2028]/.test(Content?.Simple?.Subject?.Data ?? '') ? ['bcc'] : [],
      })),
    );
  return { ...w, received };
});

describe('SES mail', () => {
  it('waits out a throttle, which sent nothing', async () => {
    const w = world();
    w.mock.on(SendEmailCommand).rejectsOnce(sdkError('TooManyRequestsException', 429)).resolves({ MessageId: '1' });
    expect(await w.port.send(message('k1'))).toBe(true);
    expect(w.sent()).toHaveLength(2);
  });

  it('gives up on a throttle that stays, and may be asked again', async () => {
    const w = world();
    w.mock.on(SendEmailCommand).rejects(sdkError('TooManyRequestsException', 429));
    expect(await w.port.send(message('k1'))).toBe(false);
    expect(w.faults).toContain('SES SendEmail: TooManyRequestsException, request req-1');
    w.mock.on(SendEmailCommand).resolves({ MessageId: '1' });
    expect(await w.port.send(message('k1'))).toBe(true);
  });

  it.each(['AccessDeniedException', 'MessageRejected', 'MailFromDomainNotVerifiedException'])(
    'is refused at once by %s, says so without secrets, and may be asked again',
    async (name) => {
      const w = world();
      w.mock.on(SendEmailCommand).rejects(sdkError(name, 400));
      expect(await w.port.send(message('k1'))).toBe(false);
      expect(w.sent()).toHaveLength(1);
      expect(w.faults.join()).toContain(name);
      expect(w.faults.join()).not.toContain(SDK_SECRET);
      w.mock.on(SendEmailCommand).resolves({ MessageId: '1' });
      expect(await w.port.send(message('k1'))).toBe(true);
    },
  );

  it.each([faultError('LOST'), sdkError('InternalServiceErrorException', 500), new Error('socket hang up')])(
    'is never sent twice when the reply was lost (%s)',
    async (error) => {
      const w = world();
      w.mock.on(SendEmailCommand).rejects(error);
      expect(await w.port.send(message('k1'))).toBe(false);
      w.mock.on(SendEmailCommand).resolves({ MessageId: '1' });
      w.clock.advance(3_600_000);
      expect(await w.other.send(message('k1'))).toBe(false);
      expect(w.sent()).toHaveLength(1);
    },
  );

  it('a message whose sender died is sent by the next one, after a while', async () => {
    const w = world();
    w.mock.on(SendEmailCommand).callsFake(() => new Promise(() => {}));
    void w.port.send(message('k1'));
    expect(await w.other.send(message('k1'))).toBe(false);
    w.mock.on(SendEmailCommand).resolves({ MessageId: '1' });
    w.clock.advance(60_001);
    expect(await w.other.send(message('k1'))).toBe(true);
    expect(w.sent()).toHaveLength(2);
  });

  it.each(['THROTTLED', 'DENIED'] as const)('sends nothing while nothing can be claimed (%s)', async (fault) => {
    const w = world();
    w.dynamo.failCall(1, fault);
    expect(await w.port.send(message('k1'))).toBe(false);
    expect(w.sent()).toEqual([]);
    expect(w.faults.join()).toMatch(/^DynamoDB PutItem: /);
  });

  it('was taken even when that cannot be noted', async () => {
    const w = world();
    w.dynamo.failCall(2, 'THROTTLED');
    expect(await w.port.send(message('k1'))).toBe(true);
    expect(w.faults).toHaveLength(1);
  });
});
