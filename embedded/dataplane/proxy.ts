import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { forward } from './forward.ts';
import type { Forwarded } from './forward.ts';
import type { Arm, Target, Unit } from './target.ts';

export interface Proxy {
  readonly port: number;
  /** Takes no new connection; requests under way may finish within the limit. */
  close(limitMs: number): Promise<void>;
}

/** Answers a target's users on 127.0.0.1: every request goes to one of its versions at random, by weight. */
export async function openProxy(target: Target, port: number, idleMs: number): Promise<Proxy> {
  // Long, so that a client's kept connection is closed by the client: closing it here could lose a request.
  let closing = false;
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    // Else a busy kept connection would go on for as long as its client has requests.
    if (closing) response.shouldKeepAlive = false;
    handle(target, request, response, idleMs).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`;
      reject(new InvalidInput(`port ${port} of service ${target.spec.service} ${why}; change "port" or free it`));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  server.on('error', () => undefined);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close(limitMs) {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([closed, sleep(limitMs, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
}

async function handle(
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
  idleMs: number,
): Promise<void> {
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  if (request.headers.upgrade?.toLowerCase() === 'websocket')
    return refuse(request, response, 501, 'websockets are not passed on');
  const chosen = choose(target);
  if (!chosen) {
    target.lost += 1;
    return refuse(request, response, 503, 'no version of the service is running');
  }
  const result = await forward(request, response, chosen.arm, chosen.unit, idleMs);
  const old = target.stable;
  if (result.kind === 'NOT_ANSWERED' && result.repeatable && chosen.arm !== old && old?.unit)
    return finish(target, request, response, await forward(request, response, old, old.unit, idleMs));
  finish(target, request, response, result);
}

function choose({ candidate, stable, weight }: Target): { arm: Arm; unit: Unit } | null {
  if (candidate?.unit && Math.random() * 100 < weight) return { arm: candidate, unit: candidate.unit };
  return stable?.unit ? { arm: stable, unit: stable.unit } : null;
}

function finish(target: Target, request: IncomingMessage, response: ServerResponse, result: Forwarded): void {
  if (result.kind === 'CUT_OFF') target.cutOff += 1;
  if (result.kind !== 'NOT_ANSWERED') return;
  if (result.status !== 400) target.lost += 1;
  refuse(request, response, result.status, result.status === 400 ? 'bad request' : 'the service did not answer');
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  request.resume();
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${text}\n`);
}
