import { setTimeout as sleep } from 'node:timers/promises';
import aws4 from 'aws4';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import { awsError } from './aws-errors.ts';
import { exchange, type Answer } from './exchange.ts';
import { parseJson } from './parse-json.ts';

/** Services that speak AWS JSON 1.1, and the variable that sends calls elsewhere, as the SDK names it. */
const SERVICES = {
  events: 'AWS_ENDPOINT_URL_EVENTBRIDGE',
  secretsmanager: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
} as const;

export type SignedCall = {
  readonly service: keyof typeof SERVICES;
  /** For people, "EventBridge PutEvents". */
  readonly operation: string;
  /** The header X-Amz-Target. */
  readonly target: string;
  readonly input: object;
};
export type SignedCalls = (call: SignedCall) => Promise<Readonly<Record<string, unknown>>>;

type Options = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly attempts?: number;
  readonly timeoutMs?: number;
};

/** Two calls of three attempts, with the pauses between them, end within the ten seconds that GitHub waits. */
const ATTEMPTS = 3;
const TIMEOUT_MS = 1_500;
const PAUSE_MS = 50;

/**
 * Calls to AWS without its SDK, whose smallest client is larger and slower to load than all that a webhook does. For
 * calls that may be sent twice: what has no reply, is throttled or meets a fault of the service is sent again. Errors
 * get the names and messages that every other adapter's get.
 */
export function createSignedCalls({ environment, attempts = ATTEMPTS, timeoutMs = TIMEOUT_MS }: Options): SignedCalls {
  return async (call) => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return resultOf(await exchange({ ...signed(call, environment), timeoutMs }));
      } catch (cause) {
        const error = awsError(call.operation, cause);
        if (attempt >= attempts || !(error instanceof Transient)) throw error;
        await sleep(Math.random() * PAUSE_MS * 2 ** attempt);
      }
  };
}

function signed({ service, target, input }: SignedCall, environment: Options['environment']) {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!region || !accessKeyId || !secretAccessKey) throw new Terminal('the environment holds no region or credentials');
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const elsewhere = environment[SERVICES[service]] ?? environment['AWS_ENDPOINT_URL'];
  const url = new URL(elsewhere ?? `https://${service}.${region}.${suffix}`);
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  const body = JSON.stringify(input);
  const { headers } = aws4.sign(
    {
      ...{ service, region, method: 'POST', host: url.host, path: url.pathname, body },
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': target },
    },
    { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
  );
  return { url, body, headers: headers as Readonly<Record<string, string>> };
}

/** The output; an error that has the name, status and request id that the service gave, as the SDK's errors have. */
function resultOf({ status, headers, body }: Answer): Readonly<Record<string, unknown>> {
  const json = parseJson(body);
  const output = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : null;
  const requestId = headers['x-amzn-requestid'];
  const $metadata = { httpStatusCode: status, ...(typeof requestId === 'string' ? { requestId } : {}) };
  if (status === 200 && output !== null) return output;
  const type = String(headers['x-amzn-errortype'] ?? output?.['__type'] ?? '');
  const name = /^(?:[^#]*#)?(\w+)/.exec(type)?.[1] ?? (status === 200 ? 'MalformedAnswer' : `Status${status}`);
  throw Object.assign(new Error('the call failed'), { name, $metadata });
}
