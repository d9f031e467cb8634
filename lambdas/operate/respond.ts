import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import type { OperationReply } from '../../core/contracts/operation.ts';
import type { Logger } from '../kit/logger.ts';
import { readRequest, TooLarge, Unproved, type Request } from './read-request.ts';

export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** One operation over HTTP. Logged are its kind, who asked and how it ended; never what was in it. */
export const respond =
  (operate: (request: Request) => Promise<unknown>, logger: Logger) =>
  async (event: unknown): Promise<HttpAnswer> => {
    let request: Request | undefined;
    const asked = () => ({ operation: request?.operation.kind ?? null, principal: request?.principal ?? null });
    try {
      request = readRequest(event);
      const result = await operate(request);
      logger.info('operation', { ...asked(), status: 'done' });
      return reply(200, { result });
    } catch (thrown) {
      const error = named(thrown);
      const message = thrown instanceof Error ? thrown.message : error.message;
      logger.error('operation', { ...asked(), status: error.name, message: message.slice(0, 2000) });
      return reply(statusOf(error), { error: { name: error.name, message: error.message.slice(0, 2000) } });
    }
  };

/** What has none of our names may say anything: its words are kept from the caller. */
function named(error: unknown): Error {
  if (error instanceof InvalidInput || error instanceof Transient || error instanceof Terminal) return error;
  return new Terminal('the operation failed; the log of the function says more', { cause: error });
}

function statusOf(error: Error): number {
  if (error instanceof Unproved) return 403;
  if (error instanceof TooLarge) return 413;
  if (error instanceof InvalidInput) return 400;
  return error instanceof Transient ? 503 : 500;
}

const reply = (statusCode: number, body: OperationReply): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: JSON.stringify(body),
});
