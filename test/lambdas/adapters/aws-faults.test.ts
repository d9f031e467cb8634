import { describe, expect, it } from '@jest/globals';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { blobKey, hold, release, releaseIdOf } from '../../contracts/samples.ts';
import { callFaults, faultError, SDK_SECRET } from '../../support/sdk-error.ts';
import { mocks } from './aws-mocks.ts';

const { change } = release(1);

describe('a call that fails', () => {
  const calls: Readonly<Record<string, (error: Error) => Promise<unknown>>> = {
    'S3 PutObject': (error) => {
      const { mock, blobs } = mocks.s3();
      mock.rejects(error);
      return blobs.put(blobKey('a'), 'x');
    },
    'S3 GetObject': (error) => {
      const { mock, blobs } = mocks.s3();
      mock.rejects(error);
      return blobs.get(blobKey('a'));
    },
    'Step Functions StartExecution': (error) => {
      const { mock, executions } = mocks.sfn();
      mock.rejects(error);
      return executions.start(releaseIdOf(1), change);
    },
    'Step Functions DescribeExecution': (error) => {
      const { mock, executions } = mocks.sfn();
      mock.rejects(error);
      return executions.status(releaseIdOf(1));
    },
    'Step Functions SendTaskSuccess': (error) => {
      const { mock, callbacks } = mocks.sfn();
      mock.rejects(error);
      return callbacks.succeed('token-1', {});
    },
    'EventBridge PutEvents': (error) => {
      const { mock, bus } = mocks.bus();
      mock.rejects(error);
      return bus.publish(change);
    },
    'Scheduler CreateSchedule': (error) => {
      const { mock, setBell } = mocks.scheduler();
      mock.rejects(error);
      return setBell(hold('h1'));
    },
    'Secrets Manager GetSecretValue': (error) => {
      const { mock, create } = mocks.secrets();
      mock.rejects(error);
      return create();
    },
  };
  describe.each(Object.entries(calls))('%s', (operation, call) => {
    it.each(callFaults)('%s has a name and no secret', async (fault) => {
      const error = await call(faultError(fault)).then(
        () => null,
        (thrown: Error) => thrown,
      );
      expect(error).toBeInstanceOf(fault === 'DENIED' ? Terminal : Transient);
      expect(error?.message.startsWith(`${operation}: `)).toBe(true);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SDK_SECRET);
    });
  });
});
