import { describe, expect, it } from '@jest/globals';
import { started } from './machine.ts';
import { fault, load, play, type Script } from './house-machines.ts';

const shift = load('traffic-shift.asl.json');

describe('traffic-shift.asl.json', () => {
  const input = { releaseId: 'rel-1', phase: 'CANARY' };
  const base: Script = {
    Start: { next: 'OBSERVE', watch: null, waitSeconds: 30 },
    Observe: [
      { next: 'CONTINUE', watch: { n: 1 }, waitSeconds: 45 },
      { next: 'PROMOTE', watch: { n: 2 } },
    ],
    Stop: [
      { action: 'STOP', next: 'WAIT' },
      { action: 'STOP', next: 'VERIFY' },
    ],
    Verify: [
      { action: 'VERIFY', next: 'WAIT', result: 'PASSED' },
      { action: 'VERIFY', next: 'PROCEED', result: 'PASSED' },
    ],
  };
  it('observes until it is told to promote, handing the watch on, then verifies', async () => {
    const { way, result, payloads } = await play(shift, base, input);
    expect(way).toEqual(['Start', 'Observe', 'Observe', 'Verify', 'Verify']);
    expect(result).toEqual({ kind: 'SUCCEEDED', output: { next: 'PROCEED', result: 'PASSED' } });
    const given = { phase: 'CANARY', releaseId: 'rel-1' };
    expect(payloads).toEqual([
      { f: 'StartShift', p: given },
      { f: 'ObserveShift', p: { ...given, watch: null } },
      { f: 'ObserveShift', p: { ...given, watch: { n: 1 } } },
      { f: 'EndShift', p: { ...given, action: 'VERIFY' } },
      { f: 'EndShift', p: { ...given, action: 'VERIFY' } },
    ]);
  });

  it('waits as long as the step before said', async () => {
    const run = await started(shift, input);
    await run.returned({ next: 'OBSERVE', watch: null, waitSeconds: 30 });
    expect(await run.ring()).toBe(30);
    await run.returned({ next: 'CONTINUE', watch: {}, waitSeconds: 45 });
    expect(await run.ring()).toBe(45);
  });

  it.each([undefined, null, '30', 1.5, -1])(
    'a wait of %p ends the execution, so its parent closes the release',
    async (wait) => {
      const answer = { next: 'OBSERVE', watch: null, ...(wait === undefined ? {} : { waitSeconds: wait }) };
      const { way, result } = await play(shift, { ...base, Start: answer }, input);
      expect(way).toEqual(['Start']);
      expect(result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
    },
  );

  it.each(['WITHDRAW', 'ROLL_BACK', 'UNKNOWN'])('%s stops the shift and waits until it is stopped', async (next) => {
    const { way } = await play(shift, { ...base, Observe: { next, watch: {} } }, input);
    expect(way).toEqual(['Start', 'Observe', 'Stop', 'Stop', 'Verify', 'Verify']);
  });

  it.each([
    ['Start', ['Start', 'Stop', 'Stop', 'Verify', 'Verify']],
    ['Observe', ['Start', 'Observe', 'Stop', 'Stop', 'Verify', 'Verify']],
  ])('a fault of %s gives the traffic back', async (state, way) => {
    expect((await play(shift, { ...base, [state]: fault('Terminal') }, input)).way).toEqual(way);
  });

  it('a shift that was refused is only verified; what cannot be verified counts as a failed rollback', async () => {
    const refused = await play(
      shift,
      { ...base, Start: { next: 'REFUSED' }, Verify: { next: 'CLOSE', result: 'FAILED' } },
      input,
    );
    expect(refused.way).toEqual(['Start', 'Verify']);
    expect(refused.result).toEqual({ kind: 'SUCCEEDED', output: { next: 'CLOSE', result: 'FAILED' } });
    const lost = await play(shift, { ...base, Verify: fault('Terminal') }, input);
    expect(lost.result).toEqual({ kind: 'SUCCEEDED', output: { next: 'CLOSE', result: 'ROLLBACK_FAILED' } });
  });
});
