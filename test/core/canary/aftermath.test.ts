import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aftermath, type AftermathFacts } from '../../../core/canary/aftermath.ts';
import { phaseSchema, shiftDecisionSchema, shiftResultSchema } from '../../../core/contracts/shift.ts';

const passed = { name: 'health', passed: true, detail: 'answered 200' };
const broken = { name: 'health', passed: false, detail: 'answered 500' };
const STATES = [
  'STARTING',
  'SHIFTING',
  'COMPLETE',
  'RETURNING',
  'RETURNED',
  'FAILED',
  'RETURN_FAILED',
  'FROZEN',
  null,
] as const satisfies readonly AftermathFacts['state'][];

/** A canary that passed and whose traffic went back. */
const facts = (over: Partial<AftermathFacts> = {}): AftermathFacts => ({
  phase: 'CANARY',
  decision: 'WITHDRAW',
  decidedBy: 'judge',
  result: 'PASSED',
  state: 'RETURNED',
  sinceDecisionSeconds: 30,
  checks: [passed],
  afterInconclusive: 'person',
  cautioned: false,
  ...over,
});
const harm = { decision: 'ROLL_BACK', decidedBy: 'judge', result: 'FAILED' } as const;
const stay = { phase: 'WATCH', decision: 'PROMOTE', result: 'PASSED', state: 'COMPLETE', checks: null } as const;
const lost = { decision: null, decidedBy: null, result: null } as const;

describe('aftermath: how a shift ended, by what serves now (001-41)', () => {
  it.each<[string, Partial<AftermathFacts>, string, string, boolean, boolean]>([
    ['a canary that passed', {}, 'PASSED', 'PROCEED', false, false],
    ['a version that stays', stay, 'PASSED', 'PROCEED', false, false],
    ['staging that passed', { phase: 'STAGING', checks: null }, 'PASSED', 'PROCEED', false, false],
    ['harm in the canary', harm, 'FAILED', 'CLOSE', true, false],
    ['harm in the watch', { ...harm, phase: 'WATCH' }, 'FAILED', 'CLOSE', true, false],
    ['harm in staging', { ...harm, phase: 'STAGING', decidedBy: 'checks' }, 'FAILED', 'CLOSE', false, false],
    ['a deployer that gave up', { ...harm, decidedBy: 'deployer' }, 'FAILED', 'CLOSE', false, false],
    [
      'a version that never started',
      { ...harm, decision: 'WITHDRAW', state: 'FAILED' },
      'FAILED',
      'CLOSE',
      false,
      false,
    ],
    ['a cancel', { decidedBy: 'stop', result: 'CANCELLED' }, 'CANCELLED', 'CLOSE', false, false],
    ['an inconclusive canary', { result: 'INCONCLUSIVE' }, 'INCONCLUSIVE', 'PROCEED', false, false],
    [
      'an inconclusive canary that policy stops',
      { result: 'INCONCLUSIVE', afterInconclusive: 'stop' },
      'INCONCLUSIVE',
      'CLOSE',
      false,
      false,
    ],
    ['an inconclusive rollout', { phase: 'ROLLOUT', result: 'INCONCLUSIVE' }, 'INCONCLUSIVE', 'CLOSE', false, false],
    [
      'a refused start',
      { ...lost, result: 'NOT_STARTED', decidedBy: 'permit', state: null, checks: null },
      'NOT_STARTED',
      'CLOSE',
      false,
      false,
    ],
    ['a fault before the start', { ...lost, state: null, checks: null }, 'NOT_STARTED', 'CLOSE', false, false],
    ['a fault after the start', lost, 'FAILED', 'CLOSE', false, false],
    ['a shift that the deployer has forgotten', { ...harm, state: null, checks: null }, 'FAILED', 'CLOSE', true, false],
    // The judge let it stay: what took it away again was not these bytes' harm.
    ['a version that did not stay', { ...stay, state: 'RETURNED' }, 'FAILED', 'CLOSE', false, false],
    ['a version that is half way', { ...stay, phase: 'ROLLOUT', state: 'SHIFTING' }, 'FAILED', 'CLOSE', false, false],
    ['a version nobody knows of', { ...stay, state: null }, 'FAILED', 'CLOSE', false, false],
    ['a return that failed', { ...harm, state: 'RETURN_FAILED' }, 'ROLLBACK_FAILED', 'CLOSE', true, true],
    [
      'a return that failed of what was to stay',
      { ...stay, state: 'RETURN_FAILED' },
      'ROLLBACK_FAILED',
      'CLOSE',
      true,
      true,
    ],
    [
      '001-40 harm that may not be undone',
      { ...harm, phase: 'ROLLOUT', state: 'FROZEN' },
      'FROZEN',
      'CLOSE',
      true,
      true,
    ],
    [
      '001-40 a cancel where there is no way back',
      { ...harm, decidedBy: 'stop', decision: 'WITHDRAW', result: 'CANCELLED', phase: 'ROLLOUT', state: 'FROZEN' },
      'FROZEN',
      'CLOSE',
      false,
      true,
    ],
    ['001-40 frozen of what was to stay', { ...stay, state: 'FROZEN' }, 'FROZEN', 'CLOSE', false, true],
    ['an old version that is ill', { checks: [passed, broken] }, 'ROLLBACK_FAILED', 'CLOSE', true, true],
    ['an old version nobody looked at', { checks: [] }, 'ROLLBACK_FAILED', 'CLOSE', true, true],
    [
      'a return that failed first and was done after all',
      { ...harm, decidedBy: 'deployer', result: 'ROLLBACK_FAILED' },
      'FAILED',
      'CLOSE',
      false,
      false,
    ],
    [
      'a failed return that nobody knows of',
      { result: 'ROLLBACK_FAILED', state: null, checks: null },
      'ROLLBACK_FAILED',
      'CLOSE',
      true,
      true,
    ],
    [
      'a return that failed in staging',
      { phase: 'STAGING', state: 'RETURN_FAILED' },
      'ROLLBACK_FAILED',
      'CLOSE',
      false,
      true,
    ],
    [
      'traffic that never came back',
      { state: 'RETURNING', sinceDecisionSeconds: 600 },
      'ROLLBACK_FAILED',
      'CLOSE',
      true,
      true,
    ],
    [
      'traffic nobody asked back',
      { ...lost, state: 'SHIFTING', sinceDecisionSeconds: Infinity },
      'ROLLBACK_FAILED',
      'CLOSE',
      true,
      true,
    ],
  ])('%s', (_, over, result, next, quarantine, killSwitch) => {
    expect(aftermath(facts(over))).toMatchObject({ kind: 'ENDED', result, next, quarantine, killSwitch });
  });

  it.each(['STARTING', 'SHIFTING', 'COMPLETE', 'RETURNING'] as const)('waits ten minutes while it is %s', (state) => {
    expect(aftermath(facts({ state, sinceDecisionSeconds: 599.9 }))).toEqual({ kind: 'WAIT' });
    expect(aftermath(facts({ state, sinceDecisionSeconds: 600 }))).toMatchObject({ result: 'ROLLBACK_FAILED' });
    expect(aftermath(facts({ state, sinceDecisionSeconds: Number.NaN }))).toMatchObject({ result: 'ROLLBACK_FAILED' });
  });

  it('names every check that failed, with its detail', () => {
    const ended = aftermath(facts({ checks: [broken, passed, { ...broken, name: 'products', detail: '404' }] }));
    expect(ended).toMatchObject({
      because: 'the old version does not pass: health: answered 500; products: 404',
    });
  });

  const any: fc.Arbitrary<AftermathFacts> = fc.record({
    phase: fc.constantFrom(...phaseSchema.options),
    decision: fc.constantFrom(...shiftDecisionSchema.options, null),
    decidedBy: fc.constantFrom('judge', 'checks', 'stop', 'deployer', 'plan', null),
    result: fc.constantFrom(...shiftResultSchema.options, null),
    state: fc.constantFrom(...STATES),
    sinceDecisionSeconds: fc.constantFrom(0, 599, 600, Infinity),
    checks: fc.constantFrom(null, [], [passed], [broken]),
    afterInconclusive: fc.constantFrom('person', 'stop'),
    cautioned: fc.boolean(),
  });

  it.each(['STAGING', 'CANARY'] as const)(
    'K3: %s that is INCONCLUSIVE by the analyst alone goes on to a person, whatever the config does with others',
    (phase) => {
      const open = { phase, result: 'INCONCLUSIVE', afterInconclusive: 'stop' } as const;
      expect(aftermath(facts({ ...open, cautioned: true }))).toMatchObject({ next: 'PROCEED', result: 'INCONCLUSIVE' });
      expect(aftermath(facts({ ...open, cautioned: false }))).toMatchObject({ next: 'CLOSE', result: 'INCONCLUSIVE' });
    },
  );

  it('leads on only when the traffic is where it was to be', () => {
    fc.assert(
      fc.property(any, (f) => {
        const end = aftermath(f);
        if (end.kind === 'WAIT' || end.next !== 'PROCEED') return;
        expect(f.state).toBe(f.decision === 'PROMOTE' ? 'COMPLETE' : f.state);
        expect(['COMPLETE', 'RETURNED', 'FAILED', null]).toContain(f.state);
        if (f.decision !== 'PROMOTE') expect((f.checks ?? [passed]).every((c) => c.passed)).toBe(true);
        expect(end.quarantine || end.killSwitch).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('the kill switch goes with a rollback that failed or may not be, and nothing else (001-42, 001-40)', () => {
    fc.assert(
      fc.property(any, (f) => {
        const end = aftermath(f);
        if (end.kind === 'WAIT') return;
        expect(end.killSwitch).toBe(end.result === 'ROLLBACK_FAILED' || end.result === 'FROZEN');
        expect(end.result === 'FROZEN').toBe(f.state === 'FROZEN');
        if (f.state === 'RETURN_FAILED') expect(end.killSwitch).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
