import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  openPlane,
  sendLoad,
  SHOP,
  shiftOf,
  specOf,
  stopLoads,
  until,
  untilState,
  type OpenPlane,
} from './open-plane.ts';
import { makeTinyService, type TinyService } from './tiny-service.ts';

const signal = new AbortController().signal;

describe('001-40: a shift that may not return', () => {
  let service: TinyService;
  let opened: OpenPlane;
  beforeEach(() => void (service = makeTinyService()));
  afterEach(async () => {
    await stopLoads();
    await opened.plane.stop();
    await until(() => opened.living().length === 0);
    service.remove();
  });

  async function shifting(limits = {}) {
    const [v1, v2] = [service.commit('v1'), service.commit('v2')];
    opened = await openPlane(service.home, limits);
    const spec = await specOf(service);
    await opened.operations.ensureService({ spec, initial: v1 }, signal);
    const steps = [
      { weight: 25, bakeSeconds: 100_000 },
      { weight: 100, bakeSeconds: 0 },
    ];
    const request = shiftOf(v1, v2, { steps, mayReturn: false });
    await opened.operations.start(request, signal);
    await untilState(opened, request.shiftId, 'SHIFTING');
    const { shiftId } = request;
    return { v1, v2, shiftId, spec, operations: opened.operations };
  }

  it('keeps its share when it is to be given back, and takes no other shift beside it', async () => {
    const { v1, v2, shiftId, spec, operations } = await shifting();
    const frozen = await operations.giveBack({ shiftId, reason: 'errors' }, signal);
    expect(frozen).toMatchObject({ state: 'FROZEN', weight: 25, detail: expect.stringContaining('errors') });
    expect(await operations.giveBack({ shiftId, reason: 'again' }, signal)).toEqual(frozen);
    expect(await operations.status({ shiftId }, signal)).toEqual(frozen);
    const load = sendLoad(spec.port);
    await until(() => (load.versions.get('v1') ?? 0) > 0 && (load.versions.get('v2') ?? 0) > 0);
    await load.stop();
    const other = shiftOf(v1, v2, { shiftId: 'rel-00000000000000000002.CANARY' });
    expect(await operations.start(other, signal)).toMatchObject({
      state: 'FAILED',
      detail: expect.stringContaining('is under way'),
    });
    await expect((async () => operations.settle({ shiftId }, signal))()).rejects.toThrow(/FROZEN/);
  });

  it('a person gives it back', async () => {
    const { v1, shiftId, operations } = await shifting();
    await operations.giveBack({ shiftId, reason: 'errors' }, signal);
    await operations.unfreeze({ shiftId, to: 'OLD', reason: 'the column is back' }, signal);
    expect(await untilState(opened, shiftId, 'RETURNED')).toMatchObject({ weight: 0 });
    expect(await operations.running({ service: SHOP, environment: 'production' }, signal)).toEqual(v1);
  });

  it('a person lets it stay', async () => {
    const { v2, shiftId, operations } = await shifting();
    await operations.giveBack({ shiftId, reason: 'errors' }, signal);
    expect(await operations.unfreeze({ shiftId, to: 'NEW', reason: 'mended' }, signal)).toMatchObject({
      state: 'COMPLETE',
      weight: 100,
    });
    expect(await operations.running({ service: SHOP, environment: 'production' }, signal)).toEqual(v2);
  });

  it('silence of the orchestrator freezes it too', async () => {
    const { shiftId } = await shifting({ silenceFloorMs: 50 });
    await sleep(2_000);
    expect(await opened.operations.status({ shiftId }, signal)).toMatchObject({ state: 'FROZEN', weight: 25 });
  });

  it('what is not frozen cannot be unfrozen', async () => {
    const { shiftId, operations } = await shifting();
    await expect((async () => operations.unfreeze({ shiftId, to: 'OLD', reason: 'x' }, signal))()).rejects.toThrow(
      /is SHIFTING; expected FROZEN/,
    );
  });
});
