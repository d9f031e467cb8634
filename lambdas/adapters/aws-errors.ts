import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';

type SdkError = Error & {
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
};

/** Throttles and conflicts by the names that the services give them; a 429 or a 5xx counts whatever its name. */
const PASSING = new Set([
  'BandwidthLimitExceeded',
  'ConcurrentModificationException',
  'EC2ThrottledException',
  'InternalFailure',
  'InternalServerError',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingError',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'TransactionInProgress',
]);

/** Faults of the way there, by Node's own codes. */
const NETWORK = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_HTTP2_\w+)$/;

type Expected<E> = Readonly<Record<string, (error: Error) => E>>;

/**
 * One call to AWS. An error whose name is in `expected` is an outcome and gives that function's value; every other one
 * is thrown as Transient or Terminal, with the operation and the error's name and without the SDK's own message, which
 * may hold ids and parts of the request.
 * @param operation service and operation for people, "DynamoDB GetItem"
 */
export async function awsCall<T, E = never>(
  operation: string,
  call: () => Promise<T>,
  expected: Expected<E> = {},
): Promise<T | E> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && Object.hasOwn(expected, error.name)) return expected[error.name]!(error);
    throw awsError(operation, error);
  }
}

/** The same for an error that is already caught. Errors that have one of our three names stay as they are. */
export function awsError(operation: string, error: unknown): Error {
  if (error instanceof InvalidInput || error instanceof Transient || error instanceof Terminal) return error;
  if (!(error instanceof Error)) return new Terminal(`${operation}: the call failed`);
  const { requestId } = (error as SdkError).$metadata ?? {};
  const request = requestId === undefined ? '' : `, request ${word(requestId)}`;
  const message = `${operation}: ${word(nameOf(error))}${request}`;
  return isPassing(error) ? new Transient(message) : new Terminal(message);
}

/** True when the service itself said no, or was never reached: the call had no effect. Every other error leaves it open. */
export function certainlyRefused(error: unknown): boolean {
  const { $metadata, code } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  return (status >= 400 && status < 500 && status !== 408) || code === 'ECONNREFUSED' || code === 'ENOTFOUND';
}

/** True when it is worth trying again: a throttle, a time-out, a conflict, a fault of the service or of the network. */
function isPassing(error: SdkError): boolean {
  const status = error.$metadata?.httpStatusCode ?? 0;
  return (
    codesOf(error).some((code) => PASSING.has(code) || NETWORK.test(code)) ||
    error.$retryable?.throttling === true ||
    error.$fault === 'server' ||
    status === 429 ||
    status >= 500
  );
}

function nameOf(error: SdkError): string {
  const [, , ...reasons] = codesOf(error);
  if (reasons.length > 0) return `${error.name} ${reasons.join(' ')}`;
  return error.name === 'Error' && typeof error.code === 'string' ? error.code : error.name;
}

function codesOf(error: SdkError): readonly string[] {
  const code = typeof error.code === 'string' ? error.code : '';
  return [error.name, code, ...cancellationCodes(error)];
}

/** Why DynamoDB cancelled a transaction: the code of each item that had a part in it. */
export function cancellationCodes(error: Error): readonly string[] {
  const reasons = (error as SdkError).CancellationReasons ?? [];
  return reasons.flatMap(({ Code }) => (Code === undefined || Code === 'None' ? [] : [Code]));
}

/** Names come from outside as well. */
const word = (text: string): string => (/^[\w .:/+=-]{1,120}$/.test(text) ? text : 'an unnamed error');
