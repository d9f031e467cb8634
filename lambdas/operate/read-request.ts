import * as z from 'zod';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { operationSchema, type Operation } from '../../core/contracts/operation.ts';

/**
 * The part of an HTTP API's request (payload 2.0) that counts. API Gateway writes `requestContext`, after it checked the
 * signature; everything else is the caller's.
 */
const requestSchema = z.object({
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    accountId: z.string().regex(/^\d{12}$/),
    authorizer: z.object({ iam: z.object({ userArn: z.string().min(1).max(2048) }) }),
  }),
});

/** Who asks for what. `principal` is the ARN that AWS proved. */
export type Request = { readonly principal: string; readonly account: string; readonly operation: Operation };

/** The largest operation, a submission with a description of 10,000 characters, is 60 KB at most. */
export const LIMIT_BYTES = 64 * 1024;

/** Nobody: the request did not pass the IAM authorizer. */
export class Unproved extends InvalidInput {}
export class TooLarge extends InvalidInput {}

export function readRequest(event: unknown): Request {
  const request = requestSchema.safeParse(event);
  if (!request.success) throw new Unproved('the request says nothing of an identity that AWS proved');
  const { body = '', isBase64Encoded, requestContext } = request.data;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > LIMIT_BYTES)
    throw new TooLarge(`operation: found ${bytes.byteLength} bytes; expected at most ${LIMIT_BYTES}`);
  const operation = operationSchema.safeParse(jsonOf(bytes));
  if (!operation.success) {
    const problems = operation.error.issues.slice(0, 5).map((i) => `${i.path.join('.') || '(whole)'}: ${i.message}`);
    throw new InvalidInput(`operation: ${problems.join('; ').slice(0, 1000)}`);
  }
  return {
    principal: requestContext.authorizer.iam.userArn,
    account: requestContext.accountId,
    operation: operation.data,
  };
}

/** Undefined, which is no operation, for what is not JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
