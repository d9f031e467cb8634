import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { delegationsOf, WARNINGS } from '../../../core/budget/delegations.ts';
import { incidentsOf } from '../../../core/budget/incidents.ts';
import { microUsd } from '../../../core/budget/micro-usd.ts';
import { riskReport } from '../../../core/budget/risk-report.ts';
import { TRIGGERS } from '../../../core/decide/triggers.ts';
import { outcomeSchema } from '../../../core/contracts/outcome.ts';
import type { AuditRecord, Json } from '../../../core/contracts/audit-record.ts';
import { budgetsSchema } from '../../../core/contracts/config-budgets.ts';
import { recordOf } from '../../support/record-of.ts';

const budgets = budgetsSchema.parse({});
type Way = {
  readonly gates?: readonly { gate: string; status: string; component?: string }[];
  readonly review?: string;
  readonly triggers?: readonly string[];
  readonly shifts?: Readonly<Record<string, string>>;
  readonly outcome?: string;
};
const PASSED = ['unit-tests', 'secrets', 'lint'].map((gate) => ({ gate, status: 'PASSED' }));

/** Records of one release that ended at `at`. */
function way({ gates = PASSED, review = 'REVIEWED', triggers = [], shifts = {}, outcome = 'DEPLOYED' }: Way, n = 0) {
  const records = [
    recordOf('review.ended', { status: review }),
    recordOf('gates.ended', { results: gates as unknown as Json }),
    recordOf('decision.made', { triggers }),
    ...Object.entries(shifts).map(([phase, result]) => recordOf('shift.ended', { phase, result })),
    recordOf('release.closed', { outcome }),
  ];
  return records.map((r): AuditRecord => ({ ...r, releaseId: `rel-${n}`, at: '2026-01-05T10:00:00.000Z' }));
}
const STAGED = { STAGING: 'PASSED' };
const row = (records: readonly AuditRecord[], name: string) =>
  riskReport(records, '2026-01', budgets).components.find(({ component }) => component === name)!;

describe('what was delegated', () => {
  it('a component that passed nothing was not trusted: failed gates, a review that warned, a canary that failed', () => {
    const all = { ...STAGED, CANARY: 'PASSED', ROLLOUT: 'PASSED', WATCH: 'PASSED' };
    expect([...delegationsOf(way({ shifts: all }))].sort()).toEqual([
      ...['canary-analysis', 'code-reviewer', 'orchestrator', 'production-deploy'],
      ...['security-scanner', 'staging-deploy', 'static-analysis', 'tests'],
    ]);
    const little = way({
      gates: [{ gate: 'lint', status: 'FAILED' }],
      triggers: ['risk-score'],
      shifts: { STAGING: 'FAILED', CANARY: 'FAILED', ROLLOUT: 'NOT_STARTED' },
    });
    expect([...delegationsOf(little)]).toEqual(['orchestrator']);
    expect(delegationsOf(way({ review: 'UNAVAILABLE' })).has('code-reviewer')).toBe(false);
  });

  it('the warnings are triggers that there are', () => {
    expect(TRIGGERS.map(({ name }) => name)).toEqual(expect.arrayContaining([...WARNINGS]));
  });

  it('the component on record counts, not the name of the gate', () => {
    const gates = [{ gate: 'unit-tests', status: 'PASSED', component: 'fuzzer' }];
    expect(delegationsOf(way({ gates })).has('fuzzer')).toBe(true);
    expect(
      delegationsOf(way({ gates: [{ gate: 'x', status: 'PASSED', component: 'nonsense' }] })).has('static-analysis'),
    ).toBe(true);
  });
});

describe('whom harm is charged to', () => {
  it.each<[string, Way, unknown]>([
    ['no harm', { shifts: { ...STAGED, CANARY: 'PASSED', ROLLOUT: 'PASSED', WATCH: 'PASSED' } }, []],
    ['a rejection', { outcome: 'REJECTED', gates: [{ gate: 'lint', status: 'FAILED' }] }, []],
    ['a staging that failed harmed nobody', { shifts: { STAGING: 'FAILED' }, outcome: 'REJECTED' }, []],
    [
      'the canary: all that let it through before (000-39)',
      { shifts: { ...STAGED, CANARY: 'FAILED' }, outcome: 'ROLLED_BACK' },
      [
        {
          kind: 'canary',
          components: ['static-analysis', 'security-scanner', 'code-reviewer', 'tests', 'staging-deploy'],
        },
      ],
    ],
    [
      'the canary, and nobody had looked before',
      { gates: [], review: 'UNAVAILABLE', shifts: { CANARY: 'FAILED' } },
      [{ kind: 'canary', components: ['orchestrator'] }],
    ],
    [
      'behind a canary that passed (000-41)',
      { shifts: { ...STAGED, CANARY: 'PASSED', ROLLOUT: 'PASSED', WATCH: 'FAILED' }, outcome: 'ROLLED_BACK' },
      [{ kind: 'production', components: ['canary-analysis'] }],
    ],
    [
      'behind a canary that proved nothing (000-43)',
      { shifts: { ...STAGED, CANARY: 'INCONCLUSIVE', ROLLOUT: 'FAILED' }, outcome: 'ROLLED_BACK' },
      [{ kind: 'production', components: ['production-deploy'] }],
    ],
    [
      'traffic that could not be given back',
      { shifts: { ...STAGED, CANARY: 'PASSED', ROLLOUT: 'ROLLBACK_FAILED' }, outcome: 'ROLLBACK_FAILED' },
      [{ kind: 'rollbackFailed', components: ['production-deploy'] }],
    ],
    [
      'traffic that may not be given back (001-40)',
      { shifts: { ...STAGED, CANARY: 'PASSED', ROLLOUT: 'FROZEN' }, outcome: 'ROLLBACK_FAILED' },
      [{ kind: 'rollbackFailed', components: ['production-deploy'] }],
    ],
    ['no decision (000-42)', { outcome: 'ERRORED' }, [{ kind: 'errored', components: ['orchestrator'] }]],
  ])('%s', (_, what, incidents) => {
    expect(incidentsOf(way(what))).toEqual(incidents);
  });
});

describe('riskReport (000-44)', () => {
  it('one failed rollback uses up the production deploy', () => {
    const records = way({ shifts: { ROLLOUT: 'ROLLBACK_FAILED' }, outcome: 'ROLLBACK_FAILED' });
    expect(row(records, 'production-deploy')).toMatchObject({
      incidents: 1,
      usedMicroUsd: microUsd(500),
      leftMicroUsd: 0,
    });
    expect(riskReport(records, '2026-01', budgets).exhausted).toBe(true);
    expect(riskReport(records, '2026-02', budgets)).toMatchObject({ usedMicroUsd: 0, exhausted: false });
  });

  it('nobody looked is not the same as no risk, and few releases prove little', () => {
    const records = Array.from({ length: 20 }, (_, n) => way({ shifts: { ...STAGED, CANARY: 'PASSED' } }, n)).flat();
    expect(row(records, 'fuzzer')).toMatchObject({ delegations: 0, usedMicroUsd: 0, harmAtMost: null });
    // 1 - 0.05^(1/20), the rule of three.
    expect(row(records, 'canary-analysis')).toMatchObject({ delegations: 20, harmAtMost: expect.closeTo(0.1391, 3) });
  });

  it('a release that has not ended counts in no month', () => {
    const open = way({ shifts: { CANARY: 'FAILED' } }).slice(0, -1);
    expect(riskReport(open, '2026-01', budgets).usedMicroUsd).toBe(0);
  });

  it('shares add up to the weight of the incidents, whatever happened', () => {
    const results = fc.constantFrom('PASSED', 'FAILED', 'INCONCLUSIVE', 'ROLLBACK_FAILED', 'CANCELLED');
    const one = fc.record({
      review: fc.constantFrom('REVIEWED', 'UNAVAILABLE'),
      shifts: fc.dictionary(fc.constantFrom('STAGING', 'CANARY', 'ROLLOUT', 'WATCH'), results),
      outcome: fc.constantFrom(...outcomeSchema.options),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (ways) => {
        const releases = ways.map((what, n) => way(what, n));
        const weights = releases.flatMap(incidentsOf).map(({ kind }) => microUsd(budgets.incidentUsd[kind]));
        const expected = weights.reduce((a, b) => a + b, 0);
        const report = riskReport(releases.flat(), '2026-01', budgets);
        // Each share is rounded up to a millionth.
        expect(report.usedMicroUsd).toBeGreaterThanOrEqual(expected);
        expect(report.usedMicroUsd).toBeLessThanOrEqual(expected + 9 * weights.length);
        for (const { harmAtMost } of report.components) expect(harmAtMost ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});
