import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import {
  operationReplySchema,
  operationResults,
  type Operation,
  type OperationResult,
} from '../../core/contracts/operation.ts';
import { parseJson } from './parse-json.ts';

type Options = {
  /** Where the deployment takes operations, and the region that the signature is for. */
  readonly url: string;
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly pauseMs?: number;
};

export type Operate = <O extends Operation>(operation: O) => Promise<OperationResult<O['kind']>>;

const ATTEMPTS = 3;
/** The function has 25 s, and API Gateway waits no longer than 30 s. */
const CALL_MS = 30_000;

/**
 * Asks a deployment for an operation, signed with the caller's own credentials (SigV4, `execute-api`). What got no
 * answer, or one that may pass, is asked again: an operation that is done twice is done once.
 */
export function createSignedOperations({ url, region, credentials, pauseMs = 500 }: Options): Operate {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const target = new URL(url);
  const once = async <O extends Operation>(operation: O): Promise<OperationResult<O['kind']>> => {
    const body = JSON.stringify(operation);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: target.protocol,
      hostname: target.hostname,
      ...(target.port === '' ? {} : { port: Number(target.port) }),
      path: target.pathname,
      query: {},
      headers: { host: target.host, 'content-type': 'application/json' },
      body,
    });
    const response = await fetch(target, { method: 'POST', headers, body, signal: AbortSignal.timeout(CALL_MS) }).catch(
      (error: unknown) => {
        throw new Transient(`${target.host} does not answer (${causeOf(error)})`);
      },
    );
    const text = await response.text().catch(() => '');
    return resultOf(operation, response.status, text);
  };
  return async (operation) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(operation);
      } catch (error) {
        if (!(error instanceof Transient) || attempt === ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt));
      }
    }
  };
}

function resultOf<O extends Operation>({ kind }: O, status: number, text: string): OperationResult<O['kind']> {
  const { data: reply } = operationReplySchema.safeParse(parseJson(text));
  if (reply !== undefined && 'error' in reply) {
    const { name, message } = reply.error;
    throw new { InvalidInput, Transient, Terminal }[name](message);
  }
  if (status === 403)
    throw new Terminal(
      'API Gateway refused the signed request: expected an identity with the policy interlock-operators, and a clock that is right to five minutes',
    );
  if (status === 429 || status >= 500) throw new Transient(`the operation was not taken (HTTP ${status})`);
  const result = operationResults[kind].safeParse(reply?.result);
  if (status === 200 && result.success) return result.data as OperationResult<O['kind']>;
  throw new Terminal(
    `the answer to the operation is not one that this version reads (HTTP ${status}); expected the deployment and the command line to be of one version`,
  );
}

/** Node's code of the fault, which holds nothing of the request. */
function causeOf(error: unknown): string {
  const { name, cause } = error as Error;
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : name;
}
