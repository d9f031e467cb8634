import { request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { endToEnd, forwardedHeaders, hasBody } from './headers.ts';
import type { Arm, Unit } from './target.ts';

/**
 * DONE: the user has an answer, or has gone. CUT_OFF: the version broke its answer off, and so did we. NOT_ANSWERED:
 * not a byte of an answer came; `repeatable` when sending it again cannot do anything twice.
 */
export type Forwarded =
  | { readonly kind: 'DONE' | 'CUT_OFF' }
  | { readonly kind: 'NOT_ANSWERED'; readonly repeatable: boolean; readonly status: 400 | 502 | 504 };

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Passes one request to a version's process and its answer back, streaming both ways, and measures it. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  arm: Arm,
  unit: Unit,
  idleMs: number,
): Promise<Forwarded> {
  const started = performance.now();
  arm.inFlight += 1;
  try {
    const first = await attempt(request, response, unit, idleMs, true);
    // The version closed an idle connection just as we used it: no fault of its. Once more, on a new one.
    const last = first.stale ? await attempt(request, response, unit, idleMs, false) : first;
    if (last.forwarded.kind !== 'NOT_ANSWERED' || last.forwarded.status !== 400)
      arm.meter.request(performance.now() - started, last.failed);
    return last.forwarded;
  } finally {
    arm.inFlight -= 1;
  }
}

interface Attempt {
  readonly forwarded: Forwarded;
  /** Counts as an error of the version. */
  readonly failed: boolean;
  readonly stale: boolean;
}

function attempt(
  request: IncomingMessage,
  response: ServerResponse,
  unit: Unit,
  idleMs: number,
  reuse: boolean,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const body = hasBody(request);
    const safe = SAFE.has(request.method ?? '') && !body;
    let bodySent = false;
    let answering = false;
    let timedOut = false;
    let upstream: ReturnType<typeof httpRequest>;
    const end = (forwarded: Forwarded, failed: boolean, stale = false) => {
      response.off('close', gone);
      resolve({ forwarded, failed, stale });
    };
    // A user who leaves early is counted with the time until then, a lower bound: a version that hangs still shows.
    const gone = () => {
      upstream.destroy();
      end({ kind: 'DONE' }, false);
    };
    try {
      upstream = httpRequest({
        host: '127.0.0.1',
        port: unit.port,
        method: request.method,
        path: request.url,
        headers: forwardedHeaders(request),
        setHost: false,
        // What cannot be repeated never takes a kept connection, which might just be closing.
        agent: reuse && safe ? unit.agent : false,
      });
    } catch {
      return end({ kind: 'NOT_ANSWERED', repeatable: false, status: 400 }, false);
    }
    response.once('close', gone);
    upstream.setTimeout(idleMs, () => {
      timedOut = true;
      upstream.destroy(new Error('idle'));
    });
    upstream.on('error', () => {
      request.unpipe(upstream);
      if (answering) return;
      const repeatable = !timedOut && (safe || !bodySent);
      const stale = repeatable && reuse && upstream.reusedSocket;
      end({ kind: 'NOT_ANSWERED', repeatable, status: timedOut ? 504 : 502 }, true, stale);
    });
    upstream.on('response', (answer) => {
      answering = true;
      const broken = () => {
        response.destroy();
        end({ kind: 'CUT_OFF' }, true);
      };
      answer.on('error', broken);
      answer.on('close', () => !answer.complete && broken());
      answer.on('end', () => {
        request.unpipe(upstream);
        request.resume();
        end({ kind: 'DONE' }, (answer.statusCode ?? 500) >= 500);
      });
      try {
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer));
      } catch {
        upstream.destroy();
        return end({ kind: 'NOT_ANSWERED', repeatable: false, status: 502 }, true);
      }
      response.flushHeaders();
      answer.pipe(response);
    });
    if (!body) return void upstream.end();
    // Nothing of the body is read before the connection stands: until then the request can go elsewhere.
    upstream.once('socket', (socket) => {
      const send = () => {
        bodySent = true;
        request.pipe(upstream);
      };
      if (socket.connecting) socket.once('connect', send);
      else send();
    });
  });
}
