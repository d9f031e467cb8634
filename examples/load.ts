import http from 'node:http';
import { latencies, type LatencyFigures } from './latencies.ts';
import { requestPath, uniform } from './traffic.ts';

export type LoadOptions = {
  /** Of a service on this machine, like http://127.0.0.1:3000. */
  readonly url: string;
  /** Mean rate; at most 1,000. */
  readonly requestsPerSecond: number;
  /** Ends the load. */
  readonly signal: AbortSignal;
  readonly seed?: number;
};

export type LoadStats = {
  readonly sent: number;
  /** Answers with status 200. */
  readonly ok: number;
  /** Complete answers with any other status. */
  readonly httpErrors: number;
  /** No complete answer: refused, reset or cut off. A lost request. */
  readonly connectionErrors: number;
  /** Not sent because too many were under way: the load generator's limit, no fault of the service. */
  readonly skipped: number;
  readonly inFlight: number;
  readonly statuses: Readonly<Record<number, number>>;
  /** Milliseconds from sending to the last byte, of complete answers. */
  readonly latency: LatencyFigures;
};

export type Load = {
  stats(): LoadStats;
  /** Resolves when the load was ended and every request under way has been answered or given up. */
  readonly done: Promise<void>;
};

const MOST_PER_SECOND = 1000;
const MOST_IN_FLIGHT = 256;
/** A request without an answer for so long is given up. */
const PATIENCE_MS = 30_000;
/** An idle connection is closed by us before any server does, so that none is reset while a request sets out on it. */
const IDLE_MS = 2000;

/**
 * Sends requests at random moments (a Poisson process) whether or not earlier ones were answered, as visitors do: a
 * slow service gets no less traffic. Only to this machine, at a bounded rate, with a bounded number under way.
 */
export function startLoad({ url, requestsPerSecond, signal, seed = 1 }: LoadOptions): Load {
  const { hostname, port } = new URL(url);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') throw new Error(`${url}: expected a service on 127.0.0.1`);
  if (!(requestsPerSecond > 0 && requestsPerSecond <= MOST_PER_SECOND))
    throw new Error(`requestsPerSecond ${requestsPerSecond}: expected above 0, at most ${MOST_PER_SECOND}`);

  const agent = new http.Agent({ keepAlive: true, timeout: IDLE_MS, maxSockets: MOST_IN_FLIGHT });
  const draw = uniform(seed);
  const timing = latencies();
  const statuses: Record<number, number> = {};
  let [sent, ok, httpErrors, connectionErrors, skipped, inFlight] = [0, 0, 0, 0, 0, 0];

  const done = new Promise<void>((resolve) => {
    const ended = () => {
      if (!signal.aborted || inFlight > 0) return;
      agent.destroy();
      resolve();
    };
    const send = () => {
      const path = requestPath(draw);
      if (inFlight >= MOST_IN_FLIGHT) return void skipped++;
      sent++;
      inFlight++;
      const began = performance.now();
      get({ agent, host: '127.0.0.1', port, path }, (status) => {
        inFlight--;
        if (status === null) connectionErrors++;
        else {
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (status === 200) ok++;
          else httpErrors++;
          timing.add(performance.now() - began);
        }
        ended();
      });
    };
    let next = performance.now();
    const tick = () => {
      if (signal.aborted) return ended();
      // After a pause of this process the missed requests are sent at once, but not more than a second's worth.
      next = Math.max(next, performance.now() - 1000);
      for (; next <= performance.now(); next += (-Math.log(1 - draw()) * 1000) / requestsPerSecond) send();
      setTimeout(tick, Math.max(1, next - performance.now()));
    };
    tick();
    signal.addEventListener('abort', ended, { once: true });
  });

  return {
    done,
    stats: () => ({
      sent,
      ok,
      httpErrors,
      connectionErrors,
      skipped,
      inFlight,
      statuses: { ...statuses },
      latency: timing.figures(),
    }),
  };
}

/** Calls back once: with the status of a complete answer, or null. */
function get(options: http.RequestOptions, answered: (status: number | null) => void): void {
  let open = true;
  const settle = (status: number | null) => {
    clearTimeout(timer);
    if (open) answered(status);
    open = false;
  };
  const request = http.get(options, (response) => {
    response.resume();
    response.on('end', () => settle(response.complete ? (response.statusCode ?? null) : null));
    response.on('close', () => settle(null));
  });
  request.on('error', () => settle(null));
  const timer = setTimeout(() => request.destroy(), PATIENCE_MS);
}
