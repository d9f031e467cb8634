/** What an SDK client throws. The message is what must never come out: it may hold ids and parts of the request. */
export const SDK_SECRET = 'arn:aws:iam::123456789012:role/secret token-1';

export function sdkError(name: string, status: number, more: object = {}): Error {
  return Object.assign(new Error(SDK_SECRET), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status, requestId: 'req-1' },
    ...more,
  });
}

/** The three ways in which a call fails. LOST: it took effect, and nobody heard of it. */
export type CallFault = 'THROTTLED' | 'LOST' | 'DENIED';
export const callFaults: readonly CallFault[] = ['THROTTLED', 'LOST', 'DENIED'];

export function faultError(fault: CallFault): Error {
  switch (fault) {
    case 'THROTTLED':
      return sdkError('ThrottlingException', 400);
    case 'LOST':
      return Object.assign(new Error(SDK_SECRET), { name: 'TimeoutError', $metadata: { attempts: 3 } });
    case 'DENIED':
      return sdkError('AccessDeniedException', 400);
  }
}
