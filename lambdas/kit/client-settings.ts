const CONNECT_MS = 1_000;
/** A call to a store or a queue answers in tens of milliseconds; what takes longer than this is tried again. */
export const CALL_MS = 5_000;

/** The default of the SDK is no time limit at all, and a warning where only `requestTimeout` is set. */
export const settings = (requestTimeout: number) => ({
  maxAttempts: 3,
  retryMode: 'standard' as const,
  requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout, throwOnRequestTimeout: true },
});

/** One client for the life of the process; made when it is first asked for, so that a bundle keeps only its own. */
export function once<C>(create: () => C): () => C {
  let client: C | undefined;
  return () => (client ??= create());
}
