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
      { f: 'EndShift', p: { ...given, action: 'VERIFY', analyst: { kind: 'NOT_ASKED' } } },
      { f: 'EndShift', p: { ...given, action: 'VERIFY', analyst: { kind: 'NOT_ASKED' } } },
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

  describe('the analyst (000-24)', () => {
    const ask = { question: { phase: 'CANARY' }, maxTokens: 1500, timeoutSeconds: 30 };
    const asking: Script = {
      ...base,
      Verify: [
        { action: 'VERIFY', next: 'ANALYSE', result: 'FAILED', ask },
        { action: 'VERIFY', next: 'WAIT', result: 'FAILED' },
        { action: 'VERIFY', next: 'PROCEED', result: 'INCONCLUSIVE' },
      ],
    };
    const verify = (payloads: readonly unknown[]) =>
      (payloads as { f: string; p: { action?: string; analyst?: unknown } }[]).flatMap(({ p }) =>
        p.action === 'VERIFY' ? [p.analyst] : [],
      );

    it('is handed what Verify says and nothing else, and its answer goes back to Verify, over a wait too', async () => {
      const answer = { kind: 'ANSWER', healthy: false };
      const { way, result, payloads } = await play(shift, { ...asking, Analyse: answer }, input);
      expect(way).toEqual(['Start', 'Observe', 'Observe', 'Verify', 'Analyse', 'Verify', 'Verify']);
      expect(payloads).toContainEqual({ f: 'AnalyseShift', p: ask });
      expect(verify(payloads)).toEqual([{ kind: 'NOT_ASKED' }, answer, answer]);
      expect(result).toEqual({ kind: 'SUCCEEDED', output: { next: 'PROCEED', result: 'INCONCLUSIVE' } });
    });

    it.each(['Transient', 'Terminal', 'States.Timeout', 'Lambda.TooManyRequestsException'])(
      'is called once: %s is no answer, and Verify goes on',
      async (error) => {
        const { way, payloads, result } = await play(shift, { ...asking, Analyse: fault(error) }, input);
        expect(way.filter((state) => state === 'Analyse')).toHaveLength(1);
        expect(verify(payloads)[1]).toEqual({ kind: 'UNAVAILABLE', why: error, usage: null });
        expect(result).toMatchObject({ kind: 'SUCCEEDED' });
      },
    );

    it('may say anything: an answer of another shape, or none, goes to Verify as it is', async () => {
      for (const answer of [null, 'LGTM', 7, { next: 'PROCEED' }]) {
        const { payloads, result } = await play(shift, { ...asking, Analyse: answer }, input);
        expect(verify(payloads)[1]).toEqual(answer);
        expect(result).toMatchObject({ kind: 'SUCCEEDED', output: { result: 'INCONCLUSIVE' } });
      }
    });

    it('has its say after harm too: by then the traffic is back', async () => {
      const harm = { ...asking, Observe: { next: 'ROLL_BACK', watch: {} }, Analyse: { kind: 'ANSWER' } };
      const { way } = await play(shift, harm, input);
      expect(way).toEqual(['Start', 'Observe', 'Stop', 'Stop', 'Verify', 'Analyse', 'Verify', 'Verify']);
    });
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
