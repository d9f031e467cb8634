import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPlane, SHOP, shiftOf, specOf, stopLoads, until, untilState } from './open-plane.ts';
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

describe('a shift in staging', () => {
  it('runs the new version alone and ends with nothing running (001-1)', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, plane, living } = await open();
    await operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    const staging = { service: SHOP, environment: 'staging' } as const;
    expect(await operations.running(staging, signal)).toBeNull();
    const request = shiftOf(v2, v2, { environment: 'staging', steps: [{ weight: 100, bakeSeconds: 300 }] });
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    const url = `http://127.0.0.1:${plane.target(SHOP, 'staging').port}/`;
    expect((await fetch(url)).headers.get('x-version')).toBe('v2');
    const command = { ...staging, command: 'cat behaviour.json; echo $BASE_URL; exit 4', timeoutSeconds: 5 };
    expect(await operations.runCommand(command, signal)).toMatchObject({
      exitCode: 4,
      output: expect.stringMatching(/"v2".*http:\/\/127\.0\.0\.1:\d+/),
    });
    await operations.giveBack({ shiftId: request.shiftId, reason: 'passed' }, signal);
    await untilState(opened, request.shiftId, 'RETURNED');
    expect(await operations.running(staging, signal)).toBeNull();
    expect((await fetch(url)).status).toBe(503);
    expect(living()).toHaveLength(1);
    expect(service.checkouts()).toHaveLength(1);
  });
});

describe('a new version that cannot start', () => {
  it.each([
    [
      'exits',
      { exitAtStart: true },
      /exit code 3.* before \/health answered 200\. Last lines:\ncannot read the settings$/s,
    ],
    ['has no health', { health: 500 }, /did not answer 200 on \/health within 1 s \(last: status 500\)/],
  ])('%s: FAILED with the reason, nothing left, the old version untouched', async (_, behaviour, detail) => {
    const v1 = service.commit('v1');
    const bad = service.commit('bad', behaviour);
    const { operations, living } = await open();
    const spec = await specOf(service, { startTimeoutSeconds: 1 });
    await operations.ensureService({ spec, initial: v1 }, signal);
    const request = shiftOf(v1, bad);
    await operations.start(request, signal);
    const status = await untilState(opened, request.shiftId, 'FAILED');
    expect(status.detail).toMatch(detail);
    expect(status.since).toBeNull();
    expect(living()).toHaveLength(1);
    expect(service.checkouts()).toHaveLength(1);
    expect((await fetch(`http://127.0.0.1:${spec.port}/`)).status).toBe(200);
  });

  it('is given back while it starts: its process and checkout go', async () => {
    const v1 = service.commit('v1');
    const bad = service.commit('bad', { health: 500 });
    const { operations, living } = await open();
    await operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    const request = shiftOf(v1, bad);
    await operations.start(request, signal);
    await until(() => living().length === 2);
    await operations.giveBack({ shiftId: request.shiftId, reason: 'cancelled by ann' }, signal);
    const status = await untilState(opened, request.shiftId, 'FAILED');
    expect(status.detail).toBe('given back before it took traffic: cancelled by ann');
    expect(living()).toHaveLength(1);
    expect(service.checkouts()).toHaveLength(1);
  });

  it('fails to build: FAILED with the build’s last lines', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, living } = await open();
    const build = 'grep -q v1 behaviour.json || { echo broken build; exit 9; }';
    await operations.ensureService({ spec: await specOf(service, { build }), initial: v1 }, signal);
    await operations.start(shiftOf(v1, v2), signal);
    const status = await untilState(opened, shiftOf(v1, v2).shiftId, 'FAILED');
    expect(status.detail).toMatch(/"build" of shop at .* failed \(exit code 9\)\. Last lines:\nbroken build/);
    expect(living()).toHaveLength(1);
    expect(service.checkouts()).toHaveLength(1);
  });

  it('is no commit of the repository: FAILED says so', async () => {
    const v1 = service.commit('v1');
    const { operations } = await open();
    await operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    const unknown = { ...v1, commit: 'a'.repeat(40) as typeof v1.commit };
    await operations.start(shiftOf(v1, unknown), signal);
    const status = await untilState(opened, shiftOf(v1, v1).shiftId, 'FAILED');
    expect(status.detail).toBe(`commit ${unknown.commit} is not in repository ${service.repository}`);
  });
});
