import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createSfnExecutions } from '../../../lambdas/adapters/sfn-executions.ts';
import { blobKey, hold, release, releaseIdOf } from '../../contracts/samples.ts';
import { faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';
import { MACHINE, mocks, settings } from './aws-mocks.ts';

const { change } = release(1);

describe('S3 blobs', () => {
  it('says null only of what S3 says is not there', async () => {
    const { mock, blobs } = mocks.s3();
    mock.on(GetObjectCommand).rejects(sdkError('NoSuchKey', 404));
    expect(await blobs.get(blobKey('a'))).toBeNull();
    mock.on(GetObjectCommand).rejects(sdkError('NoSuchBucket', 404));
    await expect(blobs.get(blobKey('a'))).rejects.toThrow(Terminal);
    mock.on(GetObjectCommand).resolves({});
    await expect(blobs.get(blobKey('a'))).rejects.toThrow(Terminal);
  });

  it('is Transient when the answer breaks off', async () => {
    const { mock, blobs } = mocks.s3();
    const body = { transformToByteArray: () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' })) };
    mock.on(GetObjectCommand).resolves({ Body: body as never });
    await expect(blobs.get(blobKey('a'))).rejects.toThrow(Transient);
  });

  it('puts again what was put: the same object', async () => {
    const { mock, blobs } = mocks.s3();
    mock.on(PutObjectCommand).rejectsOnce(faultError('LOST')).resolves({});
    await expect(blobs.put(blobKey('a/b'), 'x')).rejects.toThrow(Transient);
    await blobs.put(blobKey('a/b'), 'x');
    const inputs = mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(inputs[0]).toEqual(inputs[1]);
    expect(inputs[0]).toMatchObject({ Bucket: 'evidence', Key: 'a/b' });
  });
});

describe('Step Functions', () => {
  it('names a run by its release, so that a start whose reply was lost is no second run', async () => {
    const { mock, executions } = mocks.sfn();
    mock.on(StartExecutionCommand).rejectsOnce(faultError('LOST')).rejects(sdkError('ExecutionAlreadyExists', 400));
    await expect(executions.start(releaseIdOf(1), change)).rejects.toThrow(Transient);
    expect(await executions.start(releaseIdOf(1), change)).toBe('EXISTS');
    expect(mock.commandCalls(StartExecutionCommand)[0]!.args[0].input).toEqual({
      stateMachineArn: MACHINE,
      name: releaseIdOf(1),
      input: JSON.stringify({ event: change }),
    });
  });

  it.each([
    ['RUNNING', 'RUNNING'],
    ['PENDING_REDRIVE', 'RUNNING'],
    ['SUCCEEDED', 'ENDED'],
    ['FAILED', 'ENDED'],
    ['TIMED_OUT', 'ENDED'],
    ['ABORTED', 'ENDED'],
  ] as const)('%s is %s', async (status, said) => {
    const { mock, executions } = mocks.sfn();
    mock.on(DescribeExecutionCommand).resolves({ status });
    expect(await executions.status(releaseIdOf(1))).toBe(said);
    expect(mock.commandCalls(DescribeExecutionCommand)[0]!.args[0].input.executionArn).toBe(
      `arn:aws:states:eu-west-1:123456789012:execution:interlock-release:${releaseIdOf(1)}`,
    );
  });

  it('does not know what is not there, and takes no answer for none', async () => {
    const { mock, executions } = mocks.sfn();
    mock.on(DescribeExecutionCommand).rejects(sdkError('ExecutionDoesNotExist', 400));
    expect(await executions.status(releaseIdOf(1))).toBe('UNKNOWN');
    mock.on(DescribeExecutionCommand).resolves({});
    await expect(executions.status(releaseIdOf(1))).rejects.toThrow(Terminal);
  });

  it.each(['', 'release', `${MACHINE}:1`, MACHINE.replace('stateMachine', 'execution')])(
    'refuses %j as the machine',
    (machineArn) => {
      expect(() => createSfnExecutions(new SFNClient(settings), { machineArn })).toThrow(/RELEASE_MACHINE_ARN/);
    },
  );

  it.each(['TaskDoesNotExist', 'TaskTimedOut'])('an answer to a token that is over (%s) is no error', async (name) => {
    const { mock, callbacks } = mocks.sfn();
    mock.on(SendTaskSuccessCommand).rejects(sdkError(name, 400));
    await callbacks.succeed('token-1', { next: 'CLOSE' });
    mock.on(SendTaskSuccessCommand).rejects(sdkError('InvalidToken', 400));
    await expect(callbacks.succeed('token-1', {})).rejects.toThrow(Terminal);
  });
});

describe('bus', () => {
  it.each([
    [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }, Transient],
    [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }, Transient],
    [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'AccessDenied\u001b', ErrorMessage: SDK_SECRET }] }, Terminal],
    [{ FailedEntryCount: 0, Entries: [] }, Terminal],
    [{}, Terminal],
  ])('%j was not taken', async (answer, name) => {
    const { mock, bus } = mocks.bus();
    mock.on(PutEventsCommand).resolves(answer);
    await expect(bus.publish(change)).rejects.toThrow(name);
  });

  it('publishes what the rule matches', async () => {
    const { mock, bus } = mocks.bus();
    mock.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    await bus.publish(change);
    expect(mock.commandCalls(PutEventsCommand)[0]!.args[0].input.Entries).toEqual([
      {
        EventBusName: 'interlock',
        Source: 'interlock',
        DetailType: 'change.submitted',
        Detail: JSON.stringify(change),
      },
    ]);
  });
});

describe('bell', () => {
  it('is set once: a schedule that is there is the one', async () => {
    const { mock, setBell } = mocks.scheduler();
    mock.on(CreateScheduleCommand).rejects(sdkError('ConflictException', 409));
    await setBell(hold('h1'));
  });

  it.each([
    ['2026-01-06T10:00:00.000Z', 'at(2026-01-06T10:00:00)'],
    ['2026-01-06T10:00:00.001Z', 'at(2026-01-06T10:00:01)'],
    ['2026-01-05T09:00:00.000Z', 'at(2026-01-05T10:00:05)'],
  ])('a deadline at %s rings %s, not before it and not in the past', async (deadline, expression) => {
    const { mock, setBell } = mocks.scheduler();
    mock.on(CreateScheduleCommand).resolves({});
    await setBell(hold('h1', { deadline }));
    expect(mock.commandCalls(CreateScheduleCommand)[0]!.args[0].input.ScheduleExpression).toBe(expression);
  });

  it('refuses a hold id that is no name', async () => {
    await expect(mocks.scheduler().setBell(hold('a/b'))).rejects.toThrow(InvalidInput);
  });
});

describe('link signer', () => {
  it.each([[{}], [{ SecretString: '' }], [{ SecretString: 'x'.repeat(31) }], [{ SecretBinary: new Uint8Array(64) }]])(
    'refuses a secret that is no key',
    async (value) => {
      const { mock, create } = mocks.secrets();
      mock.on(GetSecretValueCommand).resolves(value);
      await expect(create()).rejects.toThrow(/the secret that signs links: found/);
    },
  );
});
