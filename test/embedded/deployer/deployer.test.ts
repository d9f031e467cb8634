import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceSchema } from '../../../core/contracts/config-service.ts';
import type { Version } from '../../../core/contracts/shift.ts';
import { groupMembers } from '../../../embedded/dataplane/process-table.ts';
import { createDeployer } from '../../../embedded/deployer/create-deployer.ts';
import { createMetrics } from '../../../embedded/deployer/create-metrics.ts';
import { dataPlaneStatus } from '../../../embedded/deployer/data-plane-status.ts';
import { ensureDataPlane } from '../../../embedded/deployer/ensure-data-plane.ts';
import { ensureService } from '../../../embedded/deployer/ensure-service.ts';
import { readAddress } from '../../../embedded/deployer/remote.ts';
import { stopDataPlane } from '../../../embedded/deployer/stop-data-plane.ts';
import { freePort } from '../../../embedded/dataplane/free-port.ts';
import { scaledClock } from '../../../embedded/scaled-clock.ts';
import type { Deployer } from '../../../lambdas/ports.ts';
import { sendLoad, SHOP, SPEED, stopLoads, until } from '../dataplane/open-plane.ts';
import { makeTinyService } from '../dataplane/tiny-service.ts';
import type { TinyService } from '../dataplane/tiny-service.ts';

let service: TinyService;
let v1: Version;
let v2: Version;
let port: number;
const clock = scaledClock({ wall: Date.now(), at: Date.parse('2026-01-05T10:00:00Z'), speed: SPEED });
const seen = new Set<number>();

const config = () =>
  serviceSchema.parse({ repository: '.', start: 'exec node server.mjs', port, startTimeoutSeconds: 10 });
const serve = async (initial = v1) =>
  ensureService(await ensureDataPlane(service.home, clock), SHOP, config(), service.repository, initial);
/** Process groups of the versions, remembered so that the end of each can be checked. */
const pgids = async () => {
  const report = await dataPlaneStatus(service.home);
  const now = report?.targets.flatMap(({ versions }) => versions.flatMap(({ pid }) => pid ?? [])) ?? [];
  for (const pgid of now) seen.add(pgid);
  return now;
};
const version = async () => (await fetch(`http://127.0.0.1:${port}/`)).headers.get('x-version');
const untilComplete = async (deployer: Deployer, shiftId: string) =>
  until(async () => (await deployer.status(shiftId))?.state === 'COMPLETE');
const rollout = () => ({
  shiftId: 'rel-00000000000000000000.ROLLOUT',
  service: SHOP,
  environment: 'production' as const,
  from: v1,
  to: v2,
  steps: [{ weight: 100, bakeSeconds: 0 }],
  mayReturn: true,
});

beforeEach(async () => {
  service = makeTinyService();
  v1 = service.commit('v1');
  v2 = service.commit('v2');
  port = await freePort();
});
afterEach(async () => {
  await stopLoads();
  await pgids();
  await stopDataPlane(service.home);
  expect([...seen].filter((pgid) => groupMembers(pgid).length > 0)).toEqual([]);
  service.remove();
});

describe('the data plane as a process of its own', () => {
  it('outlives a killed creator without one failed request, and is adopted', async () => {
    const module = (name: string) => pathToFileURL(join(import.meta.dirname, '../../../embedded', name)).href;
    const script = `
      const { ensureDataPlane } = await import('${module('deployer/ensure-data-plane.ts')}');
      const { scaledClock } = await import('${module('scaled-clock.ts')}');
      await ensureDataPlane(${JSON.stringify(service.home)}, scaledClock(${JSON.stringify(clock.setting)}));
      console.log('up');
      setInterval(() => {}, 1000);`;
    const creator = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => creator.stdout.once('data', resolve));
    const { pid } = readAddress(service.home);
    await serve();
    const load = sendLoad(port, '/', 2);
    await until(() => load.total() > 20);
    creator.kill('SIGKILL');
    await new Promise((resolve) => creator.once('exit', resolve));
    const before = load.total();
    await until(() => load.total() > before + 20);
    expect(Object.keys(await load.stop())).toEqual(['200']);
    await ensureDataPlane(service.home, clock);
    expect((await dataPlaneStatus(service.home))?.pid).toBe(pid);
    expect(statSync(join(service.home, 'dataplane.json')).mode & 0o777).toBe(0o600);
  });

  it('is one, however many ask for it at once', async () => {
    const processes = () =>
      execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes('dataplane/main.ts') && line.includes(service.home));
    await Promise.all([1, 2, 3].map(() => ensureDataPlane(service.home, clock)));
    await until(() => processes().length === 1);
    const main = join(import.meta.dirname, '../../../embedded/dataplane/main.ts');
    const second = spawnSync(process.execPath, [main, service.home, JSON.stringify(clock.setting)], {
      timeout: 10_000,
    });
    expect(second.status).toBe(0);
    const report = await dataPlaneStatus(service.home);
    expect(report).toMatchObject({ pid: readAddress(service.home).pid, clock: clock.setting, targets: [] });
    const faster = scaledClock({ ...clock.setting, speed: 400 });
    await ensureDataPlane(service.home, faster);
    expect((await dataPlaneStatus(service.home))?.clock.speed).toBe(400);
  });

  it('does nothing without its token', async () => {
    await ensureDataPlane(service.home, clock);
    const url = `http://127.0.0.1:${readAddress(service.home).port}/stop`;
    for (const authorization of ['', 'Bearer wrong', `Bearer ${'0'.repeat(64)}`])
      expect((await fetch(url, { method: 'POST', body: '{}', headers: { authorization } })).status).toBe(401);
    expect(await dataPlaneStatus(service.home)).not.toBeNull();
  });

  it('after its own crash ends what it left, serves the old version and calls the shift RETURNED', async () => {
    await serve();
    const deployer = createDeployer(service.home, clock);
    await deployer.start(rollout());
    await untilComplete(deployer, rollout().shiftId);
    expect(await version()).toBe('v2');
    const before = await pgids();
    expect(before).toHaveLength(2);
    const { pid } = readAddress(service.home);
    process.kill(pid, 'SIGKILL');
    // The adapter starts it again by itself.
    const status = await deployer.status(rollout().shiftId);
    expect(status).toMatchObject({ state: 'RETURNED', weight: 0, detail: expect.stringContaining('started again') });
    await serve();
    expect(readAddress(service.home).pid).not.toBe(pid);
    expect(await version()).toBe('v1');
    expect(before.filter((pgid) => groupMembers(pgid).length > 0)).toEqual([]);
    expect(service.checkouts()).toEqual([join(service.home, 'worktrees', 'shop', v1.commit)]);
    expect(await createMetrics(service.home, clock).buckets(rollout().shiftId, 0, 1e15, 0, [])).toEqual([]);
  });

  it('ends whole, and serves the settled version when it is started again', async () => {
    await serve();
    const deployer = createDeployer(service.home, clock);
    await deployer.start(rollout());
    await untilComplete(deployer, rollout().shiftId);
    await deployer.settle(rollout().shiftId);
    const canary = { ...rollout(), shiftId: 'rel-00000000000000000001.CANARY', from: v2, to: v1 };
    await deployer.start(canary);
    await untilComplete(deployer, canary.shiftId);
    const running = await pgids();
    expect(running).toHaveLength(2);
    expect(await stopDataPlane(service.home)).toBe(true);
    expect(running.filter((pgid) => groupMembers(pgid).length > 0)).toEqual([]);
    expect(service.checkouts()).toEqual([join(service.home, 'worktrees', 'shop', v2.commit)]);
    expect(await dataPlaneStatus(service.home)).toBeNull();
    expect(await stopDataPlane(service.home)).toBe(false);

    await serve(v1);
    expect(await deployer.running(SHOP, 'production')).toEqual(v2);
    expect(await version()).toBe('v2');
    expect(await deployer.status(canary.shiftId)).toMatchObject({ state: 'RETURNED' });
    expect(await deployer.status(rollout().shiftId)).toMatchObject({ state: 'COMPLETE', weight: 100 });
    expect(readFileSync(join(service.home, 'logs', 'dataplane.log'), 'utf8')).toContain('the data plane was stopped');
  });

  it('is cleaned up after when it crashed and is not wanted any more', async () => {
    await serve();
    const left = await pgids();
    process.kill(readAddress(service.home).pid, 'SIGKILL');
    expect(await stopDataPlane(service.home)).toBe(false);
    expect(left.filter((pgid) => groupMembers(pgid).length > 0)).toEqual([]);
  });

  it('says what is wrong with its state file instead of guessing what to serve', async () => {
    await serve();
    await stopDataPlane(service.home);
    writeFileSync(join(service.home, 'dataplane-state.json'), '{"version":1');
    await expect(ensureDataPlane(service.home, clock)).rejects.toThrow(/dataplane-state\.json is damaged/);
    rmSync(join(service.home, 'dataplane-state.json'));
  });
});
