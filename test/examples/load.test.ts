import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLoad } from '../../examples/load.ts';
import { requestPath, uniform } from '../../examples/traffic.ts';
import { servedShop } from './served-shop.ts';

let served: Awaited<ReturnType<typeof servedShop>>;
beforeAll(async () => void (served = await servedShop()));
afterAll(() => served.end());

describe('under real traffic', () => {
  /** Statuses of the same 1,000 requests, eight at a time. */
  async function statuses(url: string): Promise<Record<number, number>> {
    const draw = uniform(11);
    const paths = Array.from({ length: 1000 }, () => requestPath(draw));
    const counted: Record<number, number> = {};
    const worker = async () => {
      for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
        const answer = await fetch(url + path);
        await answer.arrayBuffer();
        counted[answer.status] = (counted[answer.status] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    return counted;
  }

  it('main and the good change fail no request, the failing one 4 to 6 %', async () => {
    expect(await statuses(await served.serve('main'))).toEqual({ 200: 1000 });
    expect(await statuses(await served.serve('good'))).toEqual({ 200: 1000 });
    const { 500: failed = 0, 200: ok } = await statuses(await served.serve('failing'));
    expect([failed >= 40 && failed <= 60, ok]).toEqual([true, 1000 - failed]);
  });

  it('broad searches take the slow change at least 10 times as long, narrow ones hardly longer', async () => {
    const [before, after] = [await served.serve('main'), await served.serve('slow')];
    /** Fastest of eight, ms: what the code takes, whatever else the machine does. */
    const fastest = async (url: string) => {
      const times: number[] = [];
      for (let i = 0; i < 8; i++) {
        const began = performance.now();
        await (await fetch(url)).arrayBuffer();
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    expect(await fastest(`${after}/search?q=natural`)).toBeGreaterThan(
      10 * (await fastest(`${before}/search?q=natural`)),
    );
    expect(await fastest(`${after}/search?q=enamel+teapot`)).toBeLessThan(50);
    const draw = uniform(5);
    const paths = Array.from({ length: 10_000 }, () => requestPath(draw));
    const broad = paths.filter((path) => /natural|matte|polished/.test(path)).length / paths.length;
    expect(broad).toBeGreaterThan(0.06);
    expect(broad).toBeLessThan(0.08);
  });
});

describe('the load generator', () => {
  it('sends about the rate it is told, counts every answer and ends', async () => {
    const url = await served.serve('failing');
    const end = new AbortController();
    const load = startLoad({ url, requestsPerSecond: 200, signal: end.signal });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    end.abort();
    await load.done;
    const { sent, ok, httpErrors, connectionErrors, skipped, inFlight, statuses, latency } = load.stats();
    expect(sent + skipped).toBeGreaterThan(200);
    expect(sent).toBeLessThan(450);
    expect([ok + httpErrors, connectionErrors, inFlight]).toEqual([sent, 0, 0]);
    expect(statuses[500]).toBe(httpErrors);
    expect(latency.p50).toBeGreaterThan(0);
    expect(latency.max).toBeGreaterThanOrEqual(latency.p50 ?? Infinity);
  });

  it('counts requests that got no answer as lost', async () => {
    const end = new AbortController();
    const load = startLoad({ url: 'http://127.0.0.1:1', requestsPerSecond: 100, signal: end.signal });
    await new Promise((resolve) => setTimeout(resolve, 300));
    end.abort();
    await load.done;
    const { sent, ok, connectionErrors, latency } = load.stats();
    expect(sent).toBeGreaterThan(0);
    expect([ok, connectionErrors, latency.p99]).toEqual([0, sent, null]);
  });

  it.each([
    ['http://example.com', 10, 'expected a service on 127.0.0.1'],
    ['http://127.0.0.1:1', 5000, 'at most 1000'],
    ['http://127.0.0.1:1', NaN, 'at most 1000'],
  ])('refuses %s at %d a second', (url, requestsPerSecond, message) => {
    expect(() => startLoad({ url, requestsPerSecond, signal: new AbortController().signal })).toThrow(message);
  });
});
