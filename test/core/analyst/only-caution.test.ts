import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { saidIn } from '../../../core/analyst/said-in.ts';
import { saidOf } from '../../../core/analyst/said-of.ts';
import { withCaution } from '../../../core/analyst/with-caution.ts';
import { wordsOf } from '../../../core/analyst/words-of.ts';
import { aftermath } from '../../../core/canary/aftermath.ts';
import {
  phaseSchema,
  shiftDecisionSchema,
  shiftResultSchema,
  type ShiftResult,
} from '../../../core/contracts/shift.ts';

/** Whatever a model can write: no JSON, JSON of every shape, answers that nearly fit, answers that fit. */
const answer = fc.record(
  {
    healthy: fc.oneof(fc.boolean(), fc.anything()),
    regressions: fc.oneof(fc.array(fc.string({ maxLength: 400 }), { maxLength: 30 }), fc.anything()),
    reasoning: fc.oneof(fc.string({ maxLength: 3000 }), fc.anything()),
    proceed: fc.boolean(),
    result: fc.constantFrom('PASSED', 'FAILED'),
  },
  { requiredKeys: ['healthy', 'regressions', 'reasoning'] },
);
const fitting = fc.record({
  healthy: fc.boolean(),
  regressions: fc.array(fc.string({ maxLength: 300, unit: 'binary' }), { maxLength: 20 }),
  reasoning: fc.string({ maxLength: 2000, unit: 'binary' }),
});
const json = (value: unknown) => JSON.stringify(value) ?? '';
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4000 }),
  fc.json(),
  answer.map(json),
  fitting.map(json),
  fitting.map((value) => `\`\`\`json\n${json(value)}\n\`\`\``),
  fitting.map((value) => `Sure! ${json(value)}`),
);
/** What comes of asking it, as it arrives in end-shift: nothing, late, a fault, anything at all, or what its step says. */
const arrived = fc.oneof(
  fc.constantFrom(undefined, null, {}, { kind: 'UNAVAILABLE', why: 'States.Timeout', usage: null }),
  fc.anything(),
  fc
    .record({ text, model: fc.string({ maxLength: 300 }), inputTokens: fc.integer(), outputTokens: fc.double() })
    .map((said) => saidOf({ kind: 'ANSWER', ...said }, 3)),
  text.map((said) => saidOf({ kind: 'ANSWER', text: said, model: 'm', inputTokens: 1, outputTokens: 1 }, 3)),
);
const throughTheMachine = (value: unknown): unknown => {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    return null;
  }
};

const RANK: readonly (ShiftResult | null)[] = [
  ...(['ROLLBACK_FAILED', 'FROZEN', 'FAILED', 'NOT_STARTED', 'CANCELLED', null] as const),
  ...(['INCONCLUSIVE', 'PASSED'] as const),
];
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
] as const;

const shift = fc.record({
  phase: fc.constantFrom(...phaseSchema.options),
  decision: fc.constantFrom(...shiftDecisionSchema.options, null),
  decidedBy: fc.constantFrom('judge', 'checks', 'stop', 'deployer', null),
  result: fc.constantFrom(...shiftResultSchema.options, null),
  state: fc.constantFrom(...STATES),
  sinceDecisionSeconds: fc.constantFrom(0, 600),
  checks: fc.constantFrom(
    null,
    [],
    [{ name: 'health', passed: true, detail: '' }],
    [{ name: 'health', passed: false, detail: '' }],
  ),
  afterInconclusive: fc.constantFrom('person' as const, 'stop' as const),
});

describe('K3: an analyst adds caution and nothing else, whatever it says', () => {
  it('no result is better with it than without, FAIL stays FAIL, and nothing goes on that would not', () => {
    fc.assert(
      fc.property(shift, arrived, fc.constantFrom('off', 'explain', 'caution'), (facts, value, mode) => {
        const words = wordsOf(saidIn(throughTheMachine(value)));
        const meant = withCaution(facts.phase, facts.result, words, mode);
        const alone = aftermath({ ...facts, cautioned: false });
        const beside = aftermath({ ...facts, ...meant });
        expect(beside.kind).toBe(alone.kind);
        if (alone.kind === 'WAIT' || beside.kind === 'WAIT') return;
        expect(RANK.indexOf(beside.result)).toBeLessThanOrEqual(RANK.indexOf(alone.result));
        if (alone.result !== 'PASSED') expect(beside).toEqual(alone);
        // A model asks for a person; it ends nothing, and it takes nobody's traffic.
        expect(beside.next).toBe(alone.next);
        expect([beside.quarantine, beside.killSwitch]).toEqual([alone.quarantine, alone.killSwitch]);
        expect(['PASSED', 'INCONCLUSIVE']).toContain(alone.result === 'PASSED' ? beside.result : 'PASSED');
        if (mode !== 'caution' || facts.phase === 'ROLLOUT' || facts.phase === 'WATCH') expect(beside).toEqual(alone);
      }),
      { numRuns: 3000 },
    );
  });

  it('what is no usable answer changes nothing', () => {
    fc.assert(
      fc.property(shift, arrived, (facts, value) => {
        const words = wordsOf(saidIn(throughTheMachine(value)));
        if (words.kind === 'ANSWER' && !words.healthy) return;
        const same = { result: facts.result, cautioned: false };
        expect(withCaution(facts.phase, facts.result, words, 'caution')).toEqual(same);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['STAGING', 'CANARY'] as const)('a regression that it names asks for a person in %s', (phase) => {
    const said = { healthy: false, regressions: ['p99 rose from 40 to 90 ms'], reasoning: 'Slower.' };
    const one = saidOf({ kind: 'ANSWER', text: json(said), model: 'm', inputTokens: 1, outputTokens: 1 }, 1);
    const words = wordsOf(saidIn(throughTheMachine(one)));
    expect(withCaution(phase, 'PASSED', words, 'caution')).toEqual({ result: 'INCONCLUSIVE', cautioned: true });
    expect(withCaution(phase, 'PASSED', words, 'explain')).toEqual({ result: 'PASSED', cautioned: false });
    const both = { ...said, healthy: true };
    const contradiction = saidOf({ kind: 'ANSWER', text: json(both), model: 'm', inputTokens: 1, outputTokens: 1 }, 1);
    expect(withCaution(phase, 'PASSED', wordsOf(contradiction), 'caution').cautioned).toBe(true);
  });

  it('its words are plain lines of bounded length', () => {
    fc.assert(
      fc.property(arrived, (value) => {
        const words = wordsOf(saidIn(throughTheMachine(value)));
        const lines = words.kind === 'ANSWER' ? [...words.regressions, words.reasoning, words.model] : [words.why];
        for (const line of lines) {
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
          expect(line.isWellFormed()).toBe(true);
          expect(line.length).toBeLessThanOrEqual(2000);
        }
        expect(lines.length).toBeLessThanOrEqual(22);
      }),
      { numRuns: 1000 },
    );
  });
});
