import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Transient } from '../../core/contracts/errors.ts';
import type { LambdaTarget } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';
import type { Answer, Ask } from './check-request.ts';

const TIMEOUT_MS = 10_000;
const BODY_CHARACTERS = 1 << 20;

const responseSchema = z.object({
  statusCode: z.int().min(100).max(599),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * Calls an alias as an HTTP API or a function URL does (payload format 2.0). A function that answers anything but a
 * response has not answered; a throttle of the function is the service's fault and none of the step's.
 */
export async function askAlias(client: LambdaClient, { functionName, alias }: LambdaTarget, ask: Ask): Promise<Answer> {
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await awsCall(
      'Lambda Invoke',
      () =>
        client.send(
          new InvokeCommand({ FunctionName: functionName, Qualifier: alias, Payload: JSON.stringify(eventOf(ask)) }),
          { abortSignal },
        ),
      {
        TooManyRequestsException: () => ({ problem: 'the function is throttled' }),
        ResourceNotFoundException: () => ({ problem: `there is no alias ${alias} of ${functionName}` }),
      },
    );
    if ('problem' in answer) return answer;
    if (answer.FunctionError !== undefined) return { problem: `the function failed (${word(answer.FunctionError)})` };
    return read(answer.Payload);
  } catch (error) {
    if (abortSignal.aborted) return { problem: `no answer within ${TIMEOUT_MS / 1000} s` };
    // The SDK has tried it several times by now: for a check that is an answer.
    if (error instanceof Transient) return { problem: error.message };
    throw error;
  }
}

function read(payload: Uint8Array | undefined): Answer {
  try {
    const { data } = responseSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (data === undefined) return { problem: 'the function answered without a status code' };
    const body = data.isBase64Encoded ? Buffer.from(data.body, 'base64').toString('utf8') : data.body;
    return { status: data.statusCode, body: body.slice(0, BODY_CHARACTERS) };
  } catch {
    return { problem: 'the function answered without JSON' };
  }
}

function eventOf({ method, path, body }: Ask) {
  const { pathname, search, searchParams } = new URL(path, 'http://check.invalid');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { 'user-agent': 'interlock', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: {
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'interlock' },
      stage: '$default',
      requestId: 'interlock-check',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body }),
  };
}

const word = (text: string): string => (/^\w{1,60}$/.test(text) ? text : 'unknown');
