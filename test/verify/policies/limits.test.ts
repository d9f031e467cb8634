import { beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { autonomyLevelSchema, trustLevelSchema } from '../../../core/contracts/facts.ts';
import { verdictSchema } from '../../../core/contracts/verdict.ts';
import { assertLimits } from '../../../verify/policies/assert-limits.ts';
import { createProver, type Prover } from '../../../verify/policies/create-prover.ts';
import { judgeMutants } from '../../../verify/policies/judge-mutants.ts';
import { LIMITS } from '../../../verify/policies/limits.ts';
import { mutantsOf } from '../../../verify/policies/mutants.ts';
import { policyReport } from '../../../verify/policies/policy-report.ts';
import { sample } from '../../../verify/policies/sample.ts';
import { policyFiles } from '../../core/policy/policy-files.ts';

const ANY = '@id("ours") @reason("All ours.") permit (principal, action, resource);';
const withFile = (text: string) => ({ ...policyFiles, 'ours.cedar': text });
/** The shipped files without the policies of these ids. */
const without = (...ids: string[]) =>
  Object.fromEntries(
    Object.entries(policyFiles).map(([name, text]) => [
      name,
      name.endsWith('.cedar')
        ? text
            .split(/(?=@id\()/)
            .filter((part) => !ids.some((id) => part.startsWith(`@id("${id}")`)))
            .join('')
        : text,
    ]),
  );
const broken = (files: Record<string, string>) => policyReport(files).limits.filter((limit) => limit.broken !== null);

describe('the hard limits', () => {
  it('hold for what ships, and each was looked at', () => {
    const { limits, policies } = policyReport(policyFiles);
    expect(limits.filter((limit) => limit.broken !== null)).toEqual([]);
    expect(limits.map(({ id }) => id)).toEqual(LIMITS.map(({ id }) => id));
    for (const { id, points } of limits)
      expect([id, points > (id === 'author' || id === 'unlisted' ? 1 : 1e9)]).toEqual([id, true]);
    expect(policies).toBeGreaterThan(40);
  });

  it('hold whatever is permitted beside them', () => {
    const actions = ['proceedWithPerson', 'proceedWithCancelWindow', 'proceedWithoutPerson', 'approve'];
    const each = actions.map(
      (a, i) => `@id("ours-${i}") @reason("R.") permit (principal, action == Action::"${a}", resource);`,
    );
    expect(broken(withFile([ANY, ...each].join('\n')))).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['gates', ['gates-not-passed']],
    ['kill-switch', ['kill-switch']],
    ['freeze', ['frozen']],
    ['quarantine', ['quarantined']],
    ['newer-code', ['takes-out-what-runs']],
    ['class-high', ['high-never-without-a-person']],
    ['triggers', ['trigger-many-files']],
    ['unreviewed', ['unreviewed-needs-a-person']],
    ['budget', ['budget-exhausted']],
    ['confidence-70', ['confidence-below-window']],
    ['confidence-90', ['confidence-below-autonomous']],
    ['conservative', ['conservative-needs-a-person']],
    ['guarded-medium', ['guarded-medium-needs-a-person']],
    ['trust-low', ['trust-below-low']],
    ['trust-medium', ['trust-below-medium']],
    ['autonomy', ['autonomy-below-a4']],
    ['merge', ['merge-below-a3']],
    ['merge-medium', ['merge-medium-below-a4']],
    ['rollback', ['rollback-not-safe']],
    ['author', ['author-may-not-approve']],
    ['unlisted', ['unlisted-may-not-approve']],
  ])('%s is carried by a forbid of its own: without it an added permit breaks it', (id, ids) => {
    expect(broken({ ...without(...ids), 'ours.cedar': ANY }).map((limit) => limit.id)).toEqual([id]);
  });

  it('says what is allowed, by the fields that matter, and which policy of which file permits it', () => {
    const [limit, ...more] = broken({ ...without('high-never-without-a-person'), 'ours.cedar': ANY });
    expect(more).toEqual([]);
    expect(limit?.broken?.permittedBy).toEqual([{ id: 'ours', file: 'ours.cedar' }]);
    expect(limit?.broken?.fields).toMatchObject({
      riskClass: 'RiskClass::"HIGH"',
      gatesPassed: 'true',
      triggers: 'none',
    });
    for (const unread of ['tier', 'trust', 'principal']) expect(limit?.broken?.fields).not.toHaveProperty(unread);
  });

  it.each<[string, string]>([
    ['for one service', '!(context.killSwitch && resource != Change::"shop")'],
    ['for one author', '!(context.killSwitch && principal != Agent::"builder-01")'],
    ['at one confidence', '!(context.killSwitch && context.confidence != 83)'],
    [
      'for one pair of triggers',
      '!(context.killSwitch && !context.triggers.containsAll([Trigger::"many-files", Trigger::"risk-score"]))',
    ],
  ])('a forbid with a hole in it carries no limit: %s', (_, condition) => {
    const hole = `@id("hole") @reason("R.") forbid (principal, action in Action::"proceed", resource) unless { ${condition} };`;
    const ids = broken({ ...without('kill-switch'), 'ours.cedar': hole }).map((limit) => limit.id);
    expect(ids).toEqual(['kill-switch']);
  });

  it('a forbid that cannot be evaluated denies, so it breaks nothing', () => {
    const overflow =
      '@id("x") @reason("R.") forbid (principal, action in Action::"proceed", resource) when { context.confidence * 9007199254740991 * 1024 * 4 > 5 };';
    // It overflows from confidence 1 on; at 0 it is false, and only there the kill switch is passed.
    const [limit, ...more] = broken({ ...without('kill-switch'), 'ours.cedar': overflow });
    expect([limit?.id, limit?.broken?.fields['confidence'], more]).toEqual(['kill-switch', '0', []]);
  });
});

describe('assertLimits', () => {
  it('is silent for what ships and tells everything of what goes past', () => {
    expect(() => assertLimits(policyFiles)).not.toThrow();
    const widened = () => assertLimits({ ...without('kill-switch'), 'ours.cedar': ANY });
    expect(widened).toThrow(InvalidInput);
    expect(widened).toThrow(/past 1 hard limits.*\n.*kill switch.*\n.*killSwitch = true.*\n.*ours \(ours\.cedar\)/);
  });

  it('refuses files that are not valid', () => {
    expect(() => assertLimits({})).toThrow('expected exactly one');
    expect(() => assertLimits(withFile('permit'))).toThrow(/^ours\.cedar: line 1/);
    const large = ANY.replace('action', 'action in Action::"proceed"').replace(
      ';',
      ' when { context.confidence < 9007199254740993 };',
    );
    expect(() => assertLimits(withFile(large))).toThrow('found a number near 9007199254740992; expected at most');
  });

  it('refuses a schema without what the limits are about, and values that it cannot go through', () => {
    const changed = (from: string, to: string) => () =>
      assertLimits({ 'schema.cedarschema': (policyFiles['schema.cedarschema'] ?? '').replace(from, to) });
    expect(changed('killSwitch: Bool,', '')).toThrow('has no field "killSwitch"; expected it');
    expect(changed('action approve', 'action agree')).toThrow('there is no action approve; expected it');
    expect(changed('frozen: Bool', 'frozen: ipaddr')).toThrow(/field frozen has the type ipaddr|unknown/);
    expect(changed('"0..95"', '"0..95000"')).toThrow('@range "0..95000"; expected');
    expect(changed('frozen: Bool', 'frozen: String')).not.toThrow();
  });
});

describe('the domain', () => {
  let prover: Prover;
  beforeAll(() => {
    prover = createProver(policyFiles);
  });

  it('has the ranges of the contracts', () => {
    const ends = (name: string) => {
      const values = prover.domains[0]!.groups.includes('approve') ? prover.domains[1]! : prover.domains[0]!;
      const numbers = values.fields.find((field) => field.name === name)!.values.map(({ plain }) => plain as number);
      return [Math.min(...numbers), Math.max(...numbers), numbers.length];
    };
    const confidence = verdictSchema.shape.confidence;
    expect(ends('confidence')).toEqual([confidence.minValue, confidence.maxValue, 96]);
    expect(ends('trust')).toEqual([0, trustLevelSchema.options.length - 1, 4]);
    expect(ends('autonomyDeploy')).toEqual([0, autonomyLevelSchema.options.length - 1, 6]);
    expect(ends('autonomyMerge')).toEqual([0, autonomyLevelSchema.options.length - 1, 6]);
  });

  it('the engine says the same of a seeded sample', () => {
    const { asked, allowed, disagreements } = sample(prover, 150, 5);
    expect(disagreements).toEqual([]);
    expect(allowed).toBeGreaterThan(50);
    expect(allowed).toBeLessThan(asked);
  });

  it('no mistake of a part of the mutants survives', () => {
    const mutants = mutantsOf(prover.policies, prover.schema);
    const some = mutants.filter((_, i) => i % 9 === 0);
    const judged = judgeMutants(
      createProver(
        policyFiles,
        some.flatMap(({ policy }) => policy?.json ?? []),
      ),
      some,
    );
    expect(judged.filter(({ fate }) => fate === 'SURVIVED')).toEqual([]);
    expect(judged.filter(({ fate }) => fate === 'LIMIT').length).toBeGreaterThan(20);
    expect(judged.filter(({ fate }) => fate === 'TABLE').length).toBeGreaterThan(10);
    expect(judged.filter(({ fate }) => fate === 'EQUIVALENT').length).toBeLessThan(judged.length / 8);
  });
});
