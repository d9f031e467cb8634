import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPlane, sendLoad, SHOP, shiftOf, specOf, stopLoads, until, untilState } from './open-plane.ts';
import type { OpenPlane } from './open-plane.ts';
import { makeTinyService } from './tiny-service.ts';
import type { TinyService } from './tiny-service.ts';

const signal = new AbortController().signal;
let service: TinyService;
let opened: OpenPlane;
const open = async (limits = {}) => (opened = await openPlane(service.home, limits));

beforeEach(() => {
  service = makeTinyService();
});
afterEach(async () => {
  await stopLoads();
  await opened.plane.stop();
  await until(() => opened.living().length === 0);
  service.remove();
});

describe('a shift in production', () => {
  it('goes through its steps by the clock and stays when settled (002-21, 004-18)', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, living } = await open();
    const spec = await specOf(service);
    await operations.ensureService({ spec, initial: v1 }, signal);
    const steps = [
      { weight: 25, bakeSeconds: 120 },
      { weight: 100, bakeSeconds: 0 },
    ];
    const request = shiftOf(v1, v2, { steps });
    const load = sendLoad(spec.port);
    expect(await operations.start(request, signal)).toMatchObject({ state: 'STARTING', weight: 0, since: null });
    const shifting = await untilState(opened, request.shiftId, 'SHIFTING');
    expect(shifting.weight).toBe(25);
    expect(await operations.start(request, signal)).toEqual(shifting);
    const complete = await untilState(opened, request.shiftId, 'COMPLETE');
    expect(complete).toMatchObject({ weight: 100, since: shifting.since });
    expect(opened.plane.world.now() - (shifting.since ?? 0)).toBeGreaterThanOrEqual(120_000);
    expect(await operations.running({ service: SHOP, environment: 'production' }, signal)).toEqual(v1);
    expect(living()).toHaveLength(2);

    await operations.settle({ shiftId: request.shiftId }, signal);
    await operations.settle({ shiftId: request.shiftId }, signal);
    expect(await operations.running({ service: SHOP, environment: 'production' }, signal)).toEqual(v2);
    expect(await operations.giveBack({ shiftId: request.shiftId, reason: 'late' }, signal)).toMatchObject({
      state: 'COMPLETE',
      weight: 100,
    });
    await until(() => living().length === 1 && service.checkouts().length === 1);
    const statuses = await load.stop();
    expect(Object.keys(statuses)).toEqual(['200']);
    expect(load.versions.get('v1')).toBeGreaterThan(0);
    expect(load.versions.get('v2')).toBeGreaterThan(0);
    expect(service.checkouts()).toEqual([join(service.home, 'worktrees', 'shop', v2.commit)]);
  });

  it('gives traffic back under load without losing a request, also what is under way and what has a body', async () => {
    const v1 = service.commit('v1', { delayMs: 5 });
    const v2 = service.commit('v2', { delayMs: 5 });
    const { operations, plane, living } = await open();
    const spec = await specOf(service);
    await operations.ensureService({ spec, initial: v1 }, signal);
    const request = shiftOf(v1, v2);
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    const gets = sendLoad(spec.port);
    const posts = sendLoad(spec.port, '/', 3, { method: 'POST', body: 'x'.repeat(100_000) });
    const slow = sendLoad(spec.port, '/?wait=400', 4);
    // However slow the machine is: the new version has answered each kind, and is asked more.
    await until(() => [gets, posts, slow].every(({ versions }) => (versions.get('v2') ?? 0) > 0));
    expect(await operations.giveBack({ shiftId: request.shiftId, reason: 'the judge said so' }, signal)).toMatchObject({
      state: 'RETURNING',
      weight: 0,
    });
    const onNew = gets.versions.get('v2');
    await untilState(opened, request.shiftId, 'RETURNED');
    await sleep(100);
    for (const load of [gets, posts, slow]) expect(Object.keys(await load.stop())).toEqual(['200']);
    // Six lanes may each have had one request under way on the new version; not one more goes there.
    expect((gets.versions.get('v2') ?? 0) - (onNew ?? 0)).toBeLessThanOrEqual(6);
    expect(slow.versions.get('v2')).toBeGreaterThan(0);
    expect(posts.versions.get('v2')).toBeGreaterThan(0);
    expect(plane.target(SHOP, 'production')).toMatchObject({ lost: 0, cutOff: 0 });
    expect(await operations.status({ shiftId: request.shiftId }, signal)).toMatchObject({
      state: 'RETURNED',
      weight: 0,
      detail: 'the judge said so',
    });
    expect(living()).toHaveLength(1);
    expect(service.checkouts()).toHaveLength(1);
  });

  it('gives everything back at once when the new version crashes under load, and no user sees it', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, plane } = await open();
    const spec = await specOf(service);
    await operations.ensureService({ spec, initial: v1 }, signal);
    const request = shiftOf(v1, v2);
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    const load = sendLoad(spec.port);
    await sleep(200);
    const origin = plane.world.now();
    process.kill(-(plane.target(SHOP, 'production').candidate?.unit?.group.pgid ?? NaN), 'SIGKILL');
    const status = await untilState(opened, request.shiftId, 'RETURNED');
    expect(status.detail).toBe("the new version's process ended by itself (signal SIGKILL)");
    expect(Object.keys(await load.stop())).toEqual(['200']);
    await sleep(100);
    const after = await operations.buckets(
      { shiftId: request.shiftId, from: origin - 10_000, to: origin + 1e6, origin },
      signal,
    );
    expect(after.reduce((n, { canary }) => n + (canary.unhealthy ?? 0), 0)).toBeGreaterThanOrEqual(1);
    expect(service.checkouts()).toHaveLength(1);
  });

  it('repeats on the old version what the new one did not answer, and counts it as its error', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, plane } = await open();
    const spec = await specOf(service);
    await operations.ensureService({ spec, initial: v1 }, signal);
    const request = shiftOf(v1, v2, { steps: [{ weight: 100, bakeSeconds: 0 }] });
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    // It closes its port but lives on: nothing but the connection tells.
    const arm = plane.target(SHOP, 'production').candidate;
    if (!arm?.unit) throw new Error('no candidate');
    arm.unit.agent.destroy();
    arm.unit = { ...arm.unit, port: 1 };
    const before = arm.meter.totals().errors;
    const url = `http://127.0.0.1:${spec.port}/`;
    for (const init of [{}, { method: 'POST', body: 'text' }]) {
      const response = await fetch(url, init);
      expect(response.headers.get('x-version')).toBe('v1');
      expect(response.status).toBe(200);
    }
    expect(arm.meter.totals().errors - before).toBe(2);
    expect(plane.target(SHOP, 'production').lost).toBe(0);
  });

  it('says RETURN_FAILED while the old version cannot serve, keeps answering, and can try again', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, plane } = await open({ restartFirstMs: 50, restartLastMs: 50 });
    const broken = join(service.home, 'broken');
    const spec = await specOf(service, { env: { BROKEN_FILE: broken }, startTimeoutSeconds: 1 });
    await operations.ensureService({ spec, initial: v1 }, signal);
    const request = shiftOf(v1, v2, { steps: [{ weight: 100, bakeSeconds: 0 }] });
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    writeFileSync(broken, '');
    process.kill(-(plane.target(SHOP, 'production').stable?.unit?.group.pgid ?? NaN), 'SIGKILL');
    await until(() => plane.target(SHOP, 'production').stable?.unit === null);
    await operations.giveBack({ shiftId: request.shiftId, reason: 'bad' }, signal);
    const failed = await untilState(opened, request.shiftId, 'RETURN_FAILED');
    expect(failed.detail).toMatch(/^bad; the old version .* does not serve: .*exit code 3/);
    const answer = await fetch(`http://127.0.0.1:${spec.port}/`);
    expect(answer.headers.get('x-version')).toBe('v2');
    rmSync(broken);
    await operations.giveBack({ shiftId: request.shiftId, reason: 'again' }, signal);
    await untilState(opened, request.shiftId, 'RETURNED');
    expect((await fetch(`http://127.0.0.1:${spec.port}/`)).headers.get('x-version')).toBe('v1');
    expect(existsSync(join(service.home, 'worktrees', 'shop', v2.commit))).toBe(false);
  });
});
