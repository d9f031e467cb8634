import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNameSchema } from '../../../core/contracts/ids.ts';
import type { Version } from '../../../core/contracts/shift.ts';
import { openDataPlane } from '../../../embedded/dataplane/data-plane.ts';
import { freePort } from '../../../embedded/dataplane/free-port.ts';
import { defaultLimits } from '../../../embedded/dataplane/limits.ts';
import type { Limits } from '../../../embedded/dataplane/limits.ts';
import { createOperations } from '../../../embedded/dataplane/perform.ts';
import { groupMembers } from '../../../embedded/dataplane/process-table.ts';
import type { ServiceSpec } from '../../../embedded/dataplane/protocol.ts';
import type { ShiftRequest, ShiftStatus } from '../../../lambdas/ports.ts';
import type { TinyService } from './tiny-service.ts';

export const SHOP = serviceNameSchema.parse('shop');
/** 1 s of the clock is 5 ms: a bucket takes 50 ms. */
export const SPEED = 200;

export async function specOf(service: TinyService, changes: Partial<ServiceSpec> = {}): Promise<ServiceSpec> {
  return {
    service: SHOP,
    repository: service.repository,
    start: 'exec node server.mjs',
    health: '/health',
    port: await freePort(),
    env: {},
    startTimeoutSeconds: 10,
    memoryMb: 512,
    cpus: 1,
    ...changes,
  };
}

/** A data plane within the test's own process, with shorter waits; `pgids` remembers every group it ever started. */
export async function openPlane(home: string, limits: Partial<Limits> = {}) {
  mkdirSync(home, { recursive: true });
  const log: string[] = [];
  const plane = await openDataPlane({
    home,
    clock: { wall: Date.now(), at: Date.parse('2026-01-05T10:00:00Z'), speed: SPEED },
    log: (text) => void log.push(text),
    limits: { ...defaultLimits, drainMs: 5_000, killAfterMs: 1_000, ...limits },
  });
  const { groups } = plane.world;
  const pgids: number[] = [];
  const start = groups.start.bind(groups);
  Object.assign(groups, {
    start: (...args: Parameters<typeof groups.start>) => {
      const group = start(...args);
      pgids.push(group.pgid);
      return group;
    },
  });
  return {
    plane,
    log,
    operations: createOperations(plane),
    living: () => pgids.filter((pgid) => groupMembers(pgid).length > 0),
  };
}
export type OpenPlane = Awaited<ReturnType<typeof openPlane>>;

export function shiftOf(
  from: Version,
  to: Version,
  changes: Partial<ShiftRequest> = {},
): ShiftRequest & { steps: never } {
  const request: ShiftRequest = {
    shiftId: 'rel-00000000000000000000.CANARY',
    service: SHOP,
    environment: 'production',
    from,
    to,
    steps: [{ weight: 50, bakeSeconds: 600 }],
    mayReturn: true,
    ...changes,
  };
  return request as ShiftRequest & { steps: never };
}

const silent = new AbortController().signal;

/** Asks until the shift is in one of the states. */
export async function untilState(
  { operations }: Pick<OpenPlane, 'operations'>,
  shiftId: string,
  ...states: ShiftStatus['state'][]
): Promise<ShiftStatus> {
  for (let i = 0; i < 800; i += 1) {
    const status = await operations.status({ shiftId }, silent);
    if (status && states.includes(status.state)) return status;
    await sleep(10);
  }
  throw new Error(
    `shift never became ${states.join(' or ')}: ${JSON.stringify(await operations.status({ shiftId }, silent))}`,
  );
}

export async function until(what: () => boolean | Promise<boolean>, ms = 8_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`never became true: ${what.toString()}`);
    await sleep(10);
  }
}

const loads = new Set<() => Promise<unknown>>();
/** After each test: a failed one must not leave its load running. */
export async function stopLoads(): Promise<void> {
  await Promise.all([...loads].map((stop) => stop()));
}

/** Sends requests on `lanes` connections until stopped; every answer is counted, none is forgotten. */
export function sendLoad(port: number, path = '/', lanes = 6, init: RequestInit = {}) {
  let running = true;
  const statuses = new Map<number | string, number>();
  const versions = new Map<string, number>();
  const count = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1);
  const lane = async () => {
    while (running) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
        await response.text();
        count(statuses, response.status);
        count(versions, response.headers.get('x-version') ?? 'none');
      } catch (error) {
        count(statuses, String((error as Error).cause ?? error));
      }
    }
  };
  const done = Promise.all(Array.from({ length: lanes }, lane));
  const stop = async () => {
    running = false;
    loads.delete(stop);
    await done;
    return Object.fromEntries(statuses);
  };
  loads.add(stop);
  return { versions, stop, total: () => [...statuses.values()].reduce((a, b) => a + b, 0) };
}
