import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { configProblems } from '../../core/contracts/config-error.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Operations } from './perform.ts';
import { operationSchemas } from './protocol.ts';
import type { Operation } from './protocol.ts';

const BODY_BYTES = 1 << 20;

/** `POST /<operation>` with a JSON body and the bearer token; answers `{ok: …}` or `{error: {name, message}}`. */
export function createControlServer(operations: Operations, token: string): Server {
  const expected = Buffer.from(`Bearer ${token}`);
  return createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return void answer(response, 401, {});
    const gone = new AbortController();
    response.on('close', () => gone.abort(new Error('the caller has gone')));
    operate(operations, request, gone.signal).then(
      (ok) => answer(response, 200, { ok }),
      (error: Error) => answer(response, 200, { error: { name: error.name, message: error.message } }),
    );
  });
}

async function operate(operations: Operations, request: IncomingMessage, signal: AbortSignal): Promise<unknown> {
  const name = (request.url ?? '').slice(1);
  if (request.method !== 'POST' || !Object.hasOwn(operationSchemas, name))
    throw new InvalidInput(`the data plane has no operation ${JSON.stringify(name.slice(0, 60))}`);
  const operation = name as Operation;
  const input = JSON.parse(await read(request)) as unknown;
  const parsed = operationSchemas[operation].safeParse(input);
  if (!parsed.success) throw new InvalidInput(`${operation}: ${configProblems(parsed.error, input).join('; ')}`);
  // The schema of this very operation accepted it; TypeScript cannot join the two by the name.
  const run = operations[operation] as (parameters: unknown, signal: AbortSignal) => unknown;
  return run(parsed.data, signal);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new InvalidInput(`a message to the data plane is larger than ${BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
