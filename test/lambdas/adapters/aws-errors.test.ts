import { describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import { awsCall, awsError, certainlyRefused } from '../../../lambdas/adapters/aws-errors.ts';
import { SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const network = (code: string) => Object.assign(new Error(SDK_SECRET), { code });
const cancelled = (...codes: string[]) =>
  sdkError('TransactionCanceledException', 400, { CancellationReasons: codes.map((Code) => ({ Code })) });

describe('errors of AWS', () => {
  it.each([
    sdkError('ThrottlingException', 400),
    sdkError('ProvisionedThroughputExceededException', 400),
    sdkError('SlowDown', 503),
    sdkError('Whatever', 500),
    sdkError('Whatever', 429),
    sdkError('Whatever', 400, { $retryable: { throttling: true } }),
    sdkError('TransactionInProgressException', 400),
    cancelled('None', 'TransactionConflict'),
    cancelled('ThrottlingError', 'None'),
    Object.assign(new Error(), { name: 'TimeoutError' }),
    network('ECONNRESET'),
    network('EAI_AGAIN'),
  ])('%s passes', (error) => {
    expect(awsError('DynamoDB GetItem', error)).toBeInstanceOf(Transient);
  });

  it.each([
    sdkError('AccessDeniedException', 400),
    sdkError('ValidationException', 400),
    sdkError('ResourceNotFoundException', 400),
    sdkError('ExpiredTokenException', 403),
    cancelled('ConditionalCheckFailed', 'None'),
    new TypeError('x is not a function'),
    network('EACCES'),
  ])('%s does not', (error) => {
    expect(awsError('DynamoDB GetItem', error)).toBeInstanceOf(Terminal);
  });

  it('are told by operation, name and request, without their message', () => {
    const error = awsError('DynamoDB GetItem', sdkError('AccessDeniedException', 400));
    expect(error.message).toBe('DynamoDB GetItem: AccessDeniedException, request req-1');
    expect(error.cause).toBeUndefined();
    expect(awsError('S3 GetObject', network('ECONNRESET')).message).toBe('S3 GetObject: ECONNRESET');
    expect(awsError('S3 GetObject', sdkError('a\u001b[2Jb', 400)).message).toBe(
      'S3 GetObject: an unnamed error, request req-1',
    );
    expect(awsError('S3 GetObject', 'text').message).toBe('S3 GetObject: the call failed');
  });

  it('keep one of our own names', () => {
    const own = new InvalidInput('blob key: expected plain path segments');
    expect(awsError('S3 GetObject', own)).toBe(own);
  });

  it('are outcomes where they are expected, by their own name only', async () => {
    const call = (name: string) =>
      awsCall<string, null>('S3 GetObject', () => Promise.reject(sdkError(name, 404)), { NoSuchKey: () => null });
    expect(await call('NoSuchKey')).toBeNull();
    await expect(call('toString')).rejects.toThrow(Terminal);
  });
});

describe('certainly refused', () => {
  it.each([
    [sdkError('Refused', 400), true],
    [sdkError('Throttled', 429), true],
    [network('ECONNREFUSED'), true],
    [sdkError('RequestTimeout', 408), false],
    [sdkError('Failed', 500), false],
    [network('ECONNRESET'), false],
    [Object.assign(new Error(), { name: 'TimeoutError' }), false],
    [new Error('?'), false],
  ])('%s: %s', (error, refused) => expect(certainlyRefused(error)).toBe(refused));
});
