import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
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

describe('a shift that nobody watches or that must not be', () => {
  it('gives the traffic back when the orchestrator is silent, also after COMPLETE', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, plane } = await open({ silenceFloorMs: 1_700 });
    await operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    const request = shiftOf(v1, v2, { steps: [{ weight: 100, bakeSeconds: 0 }] });
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    // Asking keeps it.
    for (let i = 0; i < 9; i += 1) {
      await sleep(200);
      await operations.status({ shiftId: request.shiftId }, signal);
    }
    const shift = plane.shift(request.shiftId)?.shift;
    expect(shift?.state).toBe('COMPLETE');
    await until(() => shift?.state === 'RETURNED');
    expect(shift?.detail).toBe('orchestrator silent for 2 s');
    expect(service.checkouts()).toHaveLength(1);
  });

  it('refuses a second shift beside the first, a wrong `from`, and to settle what has not all the traffic', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations } = await open();
    await operations.ensureService({ spec: await specOf(service), initial: v1 }, signal);
    expect(await operations.start(shiftOf(v2, v1, { shiftId: 'wrong' }), signal)).toMatchObject({
      state: 'FAILED',
      detail: expect.stringContaining(`runs ${v1.commit.slice(0, 7)}`),
    });
    const request = shiftOf(v1, v2);
    await operations.start(request, signal);
    await untilState(opened, request.shiftId, 'COMPLETE');
    const second = await operations.start(shiftOf(v1, v2, { shiftId: 'second' }), signal);
    expect(second).toMatchObject({ state: 'FAILED', detail: expect.stringContaining(request.shiftId) });
    expect(await operations.start(shiftOf(v1, v2, { shiftId: 'second' }), signal)).toEqual(second);
    await expect(async () => operations.settle({ shiftId: request.shiftId }, signal)).rejects.toThrow(
      'COMPLETE at 50 %, expected COMPLETE at 100 %',
    );
    expect(await operations.status({ shiftId: 'never' }, signal)).toBeNull();
    expect(await operations.giveBack({ shiftId: 'never', reason: '' }, signal)).toMatchObject({ state: 'FAILED' });
  });

  it('never begins what was forbidden before, also after a restart', async () => {
    const v1 = service.commit('v1');
    const v2 = service.commit('v2');
    const { operations, plane } = await open();
    const spec = await specOf(service);
    await operations.ensureService({ spec, initial: v1 }, signal);
    await operations.forbid({ shiftId: 'late', reason: 'its release was closed' }, signal);
    expect(await operations.status({ shiftId: 'late' }, signal)).toBeNull();
    await plane.stop();
    const again = await open();
    await again.operations.ensureService({ spec, initial: v1 }, signal);
    expect(await again.operations.start(shiftOf(v1, v2, { shiftId: 'late' }), signal)).toMatchObject({
      state: 'FAILED',
      detail: 'forbidden before it began: its release was closed',
    });
    expect(again.plane.target(SHOP, 'production').candidate).toBeNull();
  });
});
