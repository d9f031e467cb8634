import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bucketSchema } from '../../../core/contracts/measurement.ts';
import { openPlane, sendLoad, SHOP, shiftOf, specOf, stopLoads, until, untilState } from './open-plane.ts';
import type { OpenPlane } from './open-plane.ts';
import { makeTinyService } from './tiny-service.ts';
import type { TinyService } from './tiny-service.ts';

const signal = new AbortController().signal;
let service: TinyService;
let opened: OpenPlane;

beforeEach(async () => {
  service = makeTinyService();
  opened = await openPlane(service.home);
});
afterEach(async () => {
  await stopLoads();
  await opened.plane.stop();
  await until(() => opened.living().length === 0);
  service.remove();
});

describe('the proxy', () => {
  const serve = async () => {
    const spec = await specOf(service);
    await opened.operations.ensureService({ spec, initial: service.commit('v1') }, signal);
    return spec.port;
  };

  it('passes on what belongs to the message and says where it came from', async () => {
    const port = await serve();
    const { status, headers, body } = await new Promise<{ status?: number; headers: object; body: string }>(
      (resolve) => {
        const request = httpRequest(
          {
            port,
            host: '127.0.0.1',
            method: 'DELETE',
            path: '/x?q=1',
            headers: {
              'x-own': 'yes',
              connection: 'x-hop',
              'x-hop': '1',
              te: 'trailers',
              'transfer-encoding': 'chunked',
            },
          },
          (response) => {
            let text = '';
            response.on('data', (chunk) => (text += String(chunk)));
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
            );
          },
        );
        request.write('part 1, ');
        setTimeout(() => request.end('part 2'), 30);
      },
    );
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-version': 'v1' });
    const seen = JSON.parse(body) as { method: string; body: string; headers: Record<string, string> };
    expect(seen).toMatchObject({ method: 'DELETE', body: 'part 1, part 2' });
    expect(seen.headers).toMatchObject({
      'x-own': 'yes',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${port}`,
      host: `127.0.0.1:${port}`,
    });
    expect(seen.headers).not.toHaveProperty('x-hop');
    expect(seen.headers).not.toHaveProperty('te');
  });

  it('refuses websockets with 501', async () => {
    const port = await serve();
    const response = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
      );
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    expect(response).toMatch(/^HTTP\/1\.1 501 /);
  });

  it('counts a user who leaves early with the time until then, and lets the version go on', async () => {
    const port = await serve();
    const { meter } = opened.plane.target(SHOP, 'production').stable ?? {};
    await expect(fetch(`http://127.0.0.1:${port}/?wait=3000`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await until(() => meter?.totals().requests === 1);
    expect(meter?.totals().errors).toBe(0);
    const bins = meter?.tallies().flatMap(({ bins }) => [...bins.keys()]) ?? [];
    expect(Math.min(...bins)).toBeGreaterThan(400); // 53 ms and more
    expect(opened.plane.target(SHOP, 'production').stable?.inFlight).toBe(0);
  });
});

describe('measurements of a shift', () => {
  it('add up to what users saw, with CPU, memory and health (K7), and history before it', async () => {
    const v1 = service.commit('v1', { delayMs: 2 });
    const failing = service.commit('failing', { failEvery: 4 });
    const { operations, plane } = opened;
    const spec = await specOf(service);
    await operations.ensureService({ spec, initial: v1 }, signal);
    const warm = sendLoad(spec.port, '/', 2);
    await sleep(500);
    await warm.stop();
    const request = shiftOf(v1, failing);
    const origin = plane.world.now();
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    const load = sendLoad(spec.port, '/', 4);
    await sleep(1_200);
    const statuses = await load.stop();
    await sleep(150);
    const query = { shiftId: request.shiftId, from: origin, to: plane.world.now(), origin };
    const buckets = await operations.buckets(query, signal);
    const sum = (of: (b: (typeof buckets)[number]) => number) => buckets.reduce((n, b) => n + of(b), 0);
    expect(sum((b) => b.canary.requests)).toBe(load.versions.get('failing'));
    expect(sum((b) => b.baseline?.requests ?? 0)).toBe(load.versions.get('v1'));
    expect(sum((b) => b.canary.errors)).toBe(statuses['500']);
    expect(sum((b) => b.baseline?.errors ?? 0)).toBe(0);
    const share = (load.versions.get('failing') ?? 0) / load.total();
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / load.total()));
    for (const bucket of buckets) {
      expect(bucketSchema.safeParse(bucket).success).toBe(true);
      const { latency, requests } = bucket.canary;
      const bins = latency && 'bins' in latency ? Object.values(latency.bins) : [];
      expect(bins.reduce((a, b) => a + b, 0)).toBe(requests);
      expect(bucket.durSec).toBeLessThanOrEqual(10);
    }
    expect(buckets.some(({ canary }) => (canary.memory ?? 0) > 1 && (canary.cpu ?? 0) > 0)).toBe(true);
    expect(sum((b) => b.canary.healthChecks ?? 0)).toBeGreaterThan(0);
    expect(sum((b) => b.canary.unhealthy ?? 0)).toBe(0);

    const history = await operations.history({ shiftId: request.shiftId }, signal);
    expect(history.errorRate).toBe(0);
    expect(history.p50 ?? 0).toBeGreaterThan(2);
    expect(history.requestsPerSecond ?? 0).toBeGreaterThan(0);
  });
});
