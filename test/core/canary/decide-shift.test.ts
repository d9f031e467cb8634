import { describe, expect, it } from '@jest/globals';
import { reasonSchema } from '../../../core/contracts/reason.ts';
import type { Analysis } from '../../../core/contracts/analysis.ts';
import type { Pings } from '../../../core/canary/pings.ts';
import { decideShift } from '../../../core/canary/decide-shift.ts';
import type { ShiftSituation, ShiftState } from '../../../core/canary/shift-situation.ts';
import { arm, buckets, watched } from './canary-buckets.ts';

const analysis = (requests: number): Analysis =>
  watched(buckets(60, () => ({ canary: arm(requests), baseline: arm(950) }))).analysis;
const PASS = analysis(50);
const INCONCLUSIVE = analysis(0);
const LITTLE = analysis(1);
/** No request reached the new version, so nothing was shown. */
const UNUSED = { analysis: INCONCLUSIVE };
const FAIL: Analysis = { ...PASS, verdict: 'FAIL', headline: 'fail at 70 s' };
const NO_DATA: Analysis = { ...INCONCLUSIVE, dataQuality: { ...INCONCLUSIVE.dataQuality, buckets: 0 } };
const HALF: Analysis = { ...INCONCLUSIVE, dataQuality: { ...INCONCLUSIVE.dataQuality, buckets: 20, missing: 40 } };
const CHECKS = [{ name: 'service-health', passed: true, detail: '' }];
const BROKEN = [...CHECKS, { name: 'products', passed: false, detail: 'status 500' }];
const STOP = { kind: 'CANCEL', by: 'ada', reason: 'wrong branch', at: '2026-01-05T10:00:00.000Z' } as const;

/** Health checks of a watch, newest last. */
const pings = (...last: boolean[]): Pings => ({
  ...{ ran: last.length, failed: last.filter((passed) => !passed).length },
  ...{ last: last.slice(-3), problem: '/health: status 500' },
});
const PINGED = pings(true, true, true);

function situation(change: Partial<ShiftSituation>, state: ShiftState = 'SHIFTING'): ShiftSituation {
  return {
    phase: 'CANARY',
    status: { state, weight: 5, detail: 'as the deployer says' },
    elapsedSeconds: 600,
    plannedSeconds: 600,
    judge: 'CONTINUE',
    analysis: PASS,
    checks: null,
    pings: change.phase === 'WATCH' ? PINGED : null,
    stop: null,
    killSwitch: null,
    extensionsLeft: 0,
    ...change,
  };
}
const word = (change: Partial<ShiftSituation>, state?: ShiftState): string => {
  const { decision, result, extend } = decideShift(situation(change, state));
  return [decision, result, ...(extend ? ['extend'] : [])].join(' ');
};

describe('decideShift', () => {
  it.each<[string, string, Partial<ShiftSituation>, ShiftState?]>([
    ['staging goes on', 'CONTINUE ', { phase: 'STAGING', elapsedSeconds: 200, checks: CHECKS }, 'COMPLETE'],
    [
      'a failed check ends staging at once',
      'ROLL_BACK FAILED',
      { phase: 'STAGING', elapsedSeconds: 1, checks: BROKEN },
    ],
    ['staging passes and is stopped', 'WITHDRAW PASSED', { phase: 'STAGING', checks: CHECKS }, 'COMPLETE'],
    ['staging without checks is no staging', 'ROLL_BACK FAILED', { phase: 'STAGING', checks: null }, 'COMPLETE'],
    ['nor with an empty list of them', 'ROLL_BACK FAILED', { phase: 'STAGING', checks: [] }, 'COMPLETE'],
    ['canary goes on', 'CONTINUE ', { elapsedSeconds: 599, analysis: null }],
    ['canary passes and is withdrawn', 'WITHDRAW PASSED', {}],
    ['canary whose one step is the last', 'WITHDRAW PASSED', {}, 'COMPLETE'],
    ['inconclusive canary is prolonged', 'CONTINUE  extend', { analysis: INCONCLUSIVE, extensionsLeft: 1 }],
    ['and then left open', 'WITHDRAW INCONCLUSIVE', { analysis: INCONCLUSIVE }],
    ['canary without an analysis', 'ROLL_BACK FAILED', { analysis: null, extensionsLeft: 1 }],
    ['canary that fails only at the end', 'ROLL_BACK FAILED', { analysis: FAIL, extensionsLeft: 1 }],
    ['rollout goes on at 25 %', 'CONTINUE ', { phase: 'ROLLOUT', elapsedSeconds: 300 }],
    ['rollout is not kept before its time', 'CONTINUE ', { phase: 'ROLLOUT', elapsedSeconds: 300 }, 'COMPLETE'],
    ['rollout waits for 100 %', 'CONTINUE ', { phase: 'ROLLOUT', elapsedSeconds: 899 }],
    ['but not for ever', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', elapsedSeconds: 900 }],
    ['rollout is kept', 'PROMOTE PASSED', { phase: 'ROLLOUT' }, 'COMPLETE'],
    ['also when little traffic came', 'PROMOTE PASSED', { phase: 'ROLLOUT', analysis: LITTLE }, 'COMPLETE'],
    ['or none and checks passed', 'PROMOTE PASSED', { phase: 'ROLLOUT', ...UNUSED, checks: CHECKS }, 'COMPLETE'],
    ['not when none came and no check ran', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', ...UNUSED }, 'COMPLETE'],
    ['nor with an empty list', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', ...UNUSED, checks: [] }, 'COMPLETE'],
    ['nor when one failed', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', ...UNUSED, checks: BROKEN }, 'COMPLETE'],
    ['not when nothing was measured', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', analysis: NO_DATA }, 'COMPLETE'],
    ['nor less than half', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', analysis: HALF }, 'COMPLETE'],
    ['nor when it could not be judged', 'ROLL_BACK FAILED', { phase: 'ROLLOUT', analysis: null }, 'COMPLETE'],
    ['watch goes on', 'CONTINUE ', { phase: 'WATCH', elapsedSeconds: 30 }, 'COMPLETE'],
    ['001-25: watch ends well', 'PROMOTE PASSED', { phase: 'WATCH' }, 'COMPLETE'],
    ['watch without data', 'ROLL_BACK FAILED', { phase: 'WATCH', analysis: NO_DATA }, 'COMPLETE'],
    ['watch that nobody used', 'PROMOTE PASSED', { phase: 'WATCH', ...UNUSED, checks: CHECKS }, 'COMPLETE'],
    ['and of which no check ran', 'ROLL_BACK FAILED', { phase: 'WATCH', ...UNUSED }, 'COMPLETE'],
    ['watch without a ping', 'ROLL_BACK FAILED', { phase: 'WATCH', pings: pings() }, 'COMPLETE'],
    ['watch whose pings nobody knows', 'ROLL_BACK FAILED', { phase: 'WATCH', pings: null }, 'COMPLETE'],
    [
      '004-21: two of three pings failed',
      'ROLL_BACK FAILED',
      { phase: 'WATCH', elapsedSeconds: 90, pings: pings(false, true, false) },
      'COMPLETE',
    ],
    [
      'one of them did',
      'CONTINUE ',
      { phase: 'WATCH', elapsedSeconds: 90, pings: pings(false, true, true, false) },
      'COMPLETE',
    ],
    [
      'it does not end on one that failed',
      'CONTINUE ',
      { phase: 'WATCH', pings: pings(true, true, false) },
      'COMPLETE',
    ],
    ['but after the next', 'PROMOTE PASSED', { phase: 'WATCH', pings: pings(true, false, true) }, 'COMPLETE'],
    ['watch of something not at 100 %', 'ROLL_BACK FAILED', { phase: 'WATCH', elapsedSeconds: 30 }],
    ['watch of something that starts', 'ROLL_BACK FAILED', { phase: 'WATCH', elapsedSeconds: null }, 'STARTING'],
    ['starting takes its time', 'CONTINUE ', { elapsedSeconds: null, analysis: null }, 'STARTING'],
    ['the judge fails it', 'ROLL_BACK FAILED', { judge: 'FAIL', elapsedSeconds: 70 }],
    ['harm is recorded although somebody cancels', 'ROLL_BACK FAILED', { judge: 'FAIL', stop: STOP }],
    ['cancelled', 'WITHDRAW CANCELLED', { stop: STOP, elapsedSeconds: 10 }],
    [
      'superseded in the watch',
      'WITHDRAW CANCELLED',
      { stop: { ...STOP, kind: 'SUPERSEDE' }, phase: 'WATCH' },
      'COMPLETE',
    ],
    ['cancelled, and the deployer has given back', 'WITHDRAW CANCELLED', { stop: STOP }, 'RETURNED'],
    ['kill switch', 'WITHDRAW CANCELLED', { killSwitch: 'incident 7' }],
    ['the deployer gave back by itself', 'WITHDRAW FAILED', {}, 'RETURNED'],
    ['the deployer is giving back by itself', 'WITHDRAW FAILED', {}, 'RETURNING'],
    ['the new version did not start', 'WITHDRAW FAILED', { elapsedSeconds: null }, 'FAILED'],
    ['giving back failed', 'ROLL_BACK ROLLBACK_FAILED', { stop: STOP }, 'RETURN_FAILED'],
    ['001-40 the deployer froze by itself', 'ROLL_BACK FROZEN', { stop: STOP }, 'FROZEN'],
    ['a shift that nobody knows', 'ROLL_BACK FAILED', { status: null, stop: STOP }],
    ['a time that is not known', 'ROLL_BACK FAILED', { elapsedSeconds: null }],
    ['a time that is none', 'ROLL_BACK FAILED', { elapsedSeconds: NaN }],
    ['a judge that did not answer', 'ROLL_BACK FAILED', { judge: null }],
  ])('%s: %s', (_, expected, ...[change, state]) => {
    expect(word(change, state)).toBe(expected);
  });

  it('maps every combination to a word; nothing unknown, failed or ended goes on or stays', () => {
    const odd = 'SOMETHING' as never;
    const phases = ['STAGING', 'CANARY', 'ROLLOUT', 'WATCH', odd] as const;
    const states = [
      'STARTING',
      'SHIFTING',
      'COMPLETE',
      'RETURNING',
      'RETURNED',
      'FAILED',
      'RETURN_FAILED',
      'FROZEN',
      odd,
    ] as const;
    let seen = 0;
    for (const phase of phases)
      for (const state of [...states, null])
        for (const judge of ['CONTINUE', 'FAIL', null, odd] as const)
          for (const a of [PASS, FAIL, INCONCLUSIVE, NO_DATA, null, { ...PASS, verdict: odd }])
            for (const elapsedSeconds of [null, NaN, -1, 0, 599, 600, 5000])
              for (const checks of [null, [], CHECKS, BROKEN])
                for (const stop of [null, STOP])
                  for (const killSwitch of [null, 'on'])
                    for (const extensionsLeft of [0, 1]) {
                      const verdict = decideShift(
                        situation({
                          phase,
                          status: state && { state, weight: 5, detail: 'x' },
                          judge,
                          analysis: a,
                          elapsedSeconds,
                          checks,
                          stop,
                          killSwitch,
                          extensionsLeft,
                        }),
                      );
                      seen++;
                      const { decision, result, extend } = verdict;
                      const good = decision === 'CONTINUE' || decision === 'PROMOTE' || result === 'PASSED';
                      const known =
                        (state === 'STARTING' || state === 'SHIFTING' || state === 'COMPLETE') &&
                        judge === 'CONTINUE' &&
                        phase !== odd;
                      const wrong =
                        (good && (!known || stop !== null || killSwitch !== null || checks === BROKEN)) ||
                        (result === null) !== (decision === 'CONTINUE') ||
                        (extend === true && (phase !== 'CANARY' || extensionsLeft === 0)) ||
                        (decision === 'PROMOTE' &&
                          (state !== 'COMPLETE' ||
                            !(Number(elapsedSeconds) >= 600) ||
                            (a !== PASS && !(a === INCONCLUSIVE && checks === CHECKS)))) ||
                        (decision === 'PROMOTE' && phase !== 'ROLLOUT' && phase !== 'WATCH') ||
                        (phase === 'CANARY' && result === 'PASSED' && a !== PASS) ||
                        (phase === 'STAGING' && result === 'PASSED' && checks !== CHECKS);
                      if (wrong) throw new Error(JSON.stringify({ phase, state, judge, elapsedSeconds, verdict }));
                    }
    expect(seen).toBe(5 * 10 * 4 * 6 * 7 * 4 * 2 * 2 * 2);
  });

  it('says of a version that nobody used that only checks were seen (001-26)', () => {
    const { because } = decideShift(situation({ phase: 'WATCH', ...UNUSED, checks: CHECKS }, 'COMPLETE'));
    expect(because).toMatchObject({
      rule: 'checks',
      observed: 'nobody used it in 600 s, so only checks were seen: 1 of 1 passed; 3 of 3 health checks passed',
    });
  });

  it('says why in a reason that fits the contract, whatever the length', () => {
    const { because } = decideShift(situation({ checks: [{ name: 'x', passed: false, detail: 'y'.repeat(9000) }] }));
    expect(reasonSchema.parse(because)).toMatchObject({ rule: 'checks', status: 'REJECT' });
  });
});
