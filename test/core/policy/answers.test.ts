import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { proceedingOf } from '../../../core/decide/proceeding-of.ts';
import { situationOf } from '../../../core/decide/situation.ts';
import { authorize } from '../../../core/policy/authorize.ts';
import { compilePolicies, compileRead } from '../../../core/policy/compile-policies.ts';
import { mayApprove } from '../../../core/policy/may-approve.ts';
import { proceedAnswers } from '../../../core/policy/proceed-answers.ts';
import { readPolicies } from '../../../core/policy/read-policies.ts';
import { buildFacts, type FactsChange } from '../decide/facts-builder.ts';
import { policyFiles, shippedPolicies } from './policy-files.ts';

const schema = { 'schema.cedarschema': policyFiles['schema.cedarschema'] ?? '' };
const policy = (id: string, text: string) => `@id("${id}") @reason("Reason of ${id}.") ${text};`;
const all = policy('all', 'permit (principal, action in Action::"proceed", resource)');
const asked = (text: string, change: FactsChange = {}) =>
  proceedAnswers(
    compilePolicies({ ...schema, 'x.cedar': text }),
    proceedingOf(situationOf(buildFacts(change)), ['many-files', 'schema-change']),
  );
const yes = { allowed: true, policies: ['all'], reasons: ['Reason of all.'] };

describe('what the policies are asked', () => {
  it('each way of going on, from loosest to strictest, under its own action', () => {
    expect(asked(all)).toEqual([
      { route: 'AUTONOMOUS', action: 'proceedWithoutPerson', answer: yes },
      { route: 'CANCEL_WINDOW', action: 'proceedWithCancelWindow', answer: yes },
      { route: 'HUMAN', action: 'proceedWithPerson', answer: yes },
    ]);
    for (const [at, action] of ['proceedWithoutPerson', 'proceedWithCancelWindow', 'proceedWithPerson'].entries()) {
      const only = asked(policy('all', `permit (principal, action == Action::"${action}", resource)`));
      expect(only.map(({ answer }) => answer.allowed)).toEqual([0, 1, 2].map((i) => i === at));
    }
  });

  it.each(['AGENT', 'PERSON', 'SYSTEM'] as const)('who submitted it, and for which service: %s', (kind) => {
    const type = { AGENT: 'Agent', PERSON: 'Person', SYSTEM: 'System' }[kind];
    const one = (principal: string, resource: string) =>
      asked(policy('all', `permit (principal == ${principal}, action in Action::"proceed", resource == ${resource})`), {
        submittedBy: { id: 'x', kind, authenticated: true },
      }).map(({ answer }) => answer.allowed);
    expect(one(`${type}::"x"`, 'Change::"shop"')).toEqual([true, true, true]);
    expect(one(`${type}::"y"`, 'Change::"shop"')).toEqual([false, false, false]);
    expect(one(`${type}::"x"`, 'Change::"blog"')).toEqual([false, false, false]);
  });

  it.each<[string, FactsChange]>([
    ['profile == Profile::"guarded"', { profile: 'autonomous' }],
    ['tier == Tier::"standard"', { tier: 'critical' }],
    ['riskClass == RiskClass::"LOW"', { change: { signals: [] } }],
    ['reviewStatus == ReviewStatus::"REVIEWED"', { review: { status: 'PARTIAL' } }],
    ['reviewStatus != ReviewStatus::"UNAVAILABLE"', { review: { riskScore: null } }],
    ['confidence == 95', { issue: { previousResolutions: 0 } }],
    ['trust == 3', { trust: { level: 'L2' } }],
    ['autonomyMerge == 4', { autonomy: { MERGE: 'A3' } }],
    ['autonomyDeploy == 4', { autonomy: { DEPLOY: 'A5' } }],
    ['rollbackSafe == true', { change: { rollback: { class: 'CONTRACT', why: '' } } }],
    ['recordOnly == false', { change: { files: 1, signals: [{ kind: 'docs', files: [], detail: '' }] } }],
    ['gatesPassed == true', { gates: { status: 'FAILED' } }],
    ['killSwitch == false', { controls: { killSwitch: '' } }],
    ['frozen == false', { controls: { freeze: '' } }],
    ['quarantined == false', { controls: { quarantine: '' } }],
    ['containsRunning == true', { containsRunning: false }],
    ['budgetExhausted == false', { budget: { status: 'EXHAUSTED', detail: '' } }],
  ])('the facts: %s', (condition, otherwise) => {
    const text = policy(
      'all',
      `permit (principal, action in Action::"proceed", resource) when { context.${condition} }`,
    );
    expect([asked(text), asked(text, otherwise)].map(([first]) => first?.answer.allowed)).toEqual([true, false]);
  });

  it('documentation is safe to take back, whatever its class says', () => {
    const text = policy(
      'all',
      'permit (principal, action in Action::"proceed", resource) when { context.rollbackSafe }',
    );
    const docs = [{ kind: 'docs' as const, files: [], detail: '' }];
    const [first] = asked(text, { change: { signals: docs, rollback: { class: 'CONTRACT', why: '' } } });
    expect(first?.answer.allowed).toBe(true);
  });

  it('the triggers, all of them and no other', () => {
    const text = (set: string) =>
      policy('all', `permit (principal, action in Action::"proceed", resource) when { context.triggers == ${set} }`);
    const first = (set: string) => asked(text(set))[0]?.answer.allowed;
    expect(first('[Trigger::"many-files", Trigger::"schema-change"]')).toBe(true);
    expect(first('[Trigger::"many-files"]')).toBe(false);
  });
});

describe('what comes back', () => {
  const forbid = (id: string, when = '') =>
    policy(id, `forbid (principal, action in Action::"proceed", resource)${when}`);
  const overflow = ' when { context.confidence * 4611686018427387904 > 0 }';

  it('ids sorted, with their sentences in the same order', () => {
    expect(asked([all, forbid('z'), forbid('b'), forbid('m')].join('\n'))[2]?.answer).toEqual({
      allowed: false,
      policies: ['b', 'm', 'z'],
      reasons: ['Reason of b.', 'Reason of m.', 'Reason of z.'],
    });
  });

  it('what could not be evaluated, sorted, denies even beside a permit', () => {
    expect(asked([all, forbid('z', overflow), forbid('b', overflow)].join('\n'))[2]?.answer).toEqual({
      allowed: false,
      policies: ['b', 'z'],
      reasons: ['the policy "b" could not be evaluated', 'the policy "z" could not be evaluated'],
    });
  });

  it('a policy that the set does not list has no reason, and says so', () => {
    const { setName } = compilePolicies({ ...schema, 'x.cedar': all });
    const [first] = proceedAnswers({ setName, policies: new Map() }, proceedingOf(situationOf(buildFacts()), []));
    expect(first?.answer).toEqual({ ...yes, reasons: ['a policy without a reason'] });
  });

  it('a set that was never compiled denies with what Cedar says', () => {
    const request = {
      principal: { type: 'Person', id: 'p' },
      action: 'approve',
      resource: { type: 'Change', id: 'x' },
    };
    const context = { isListed: true, isAuthor: false };
    const answer = authorize({ setName: 'nobody compiled this', policies: new Map() }, { ...request, context });
    expect(answer).toEqual({
      allowed: false,
      policies: [],
      reasons: [expect.stringMatching(/^the policies could not be asked: ./)],
    });
  });
});

describe('who may approve, as the policies see it', () => {
  const hold = { approvers: [{ id: 'ada', email: 'ada@example.com' }], authors: [] as string[], service: 'shop' };
  const may = (text: string, over: Partial<typeof hold> = {}) =>
    mayApprove(compilePolicies({ ...schema, 'x.cedar': policy('p', `permit (${text})`) }), 'ada', { ...hold, ...over })
      .allowed;

  it('asks for this person, the action approve and this service', () => {
    expect(may('principal == Person::"ada", action == Action::"approve", resource == Change::"shop"')).toBe(true);
    expect(may('principal == Person::"ben", action == Action::"approve", resource')).toBe(false);
    expect(may('principal, action == Action::"approve", resource == Change::"blog"')).toBe(false);
  });

  it('an author who is not listed is still an author', () => {
    const answer = mayApprove(shippedPolicies, 'eve', { ...hold, authors: ['eve'] });
    expect(answer).toMatchObject({ allowed: false, policies: ['author-may-not-approve', 'unlisted-may-not-approve'] });
    expect(mayApprove(shippedPolicies, 'eve', hold)).toMatchObject({
      allowed: false,
      policies: ['unlisted-may-not-approve'],
    });
    expect(mayApprove(shippedPolicies, 'ada', hold)).toMatchObject({ allowed: true, policies: ['listed-may-approve'] });
  });
});

describe('a compiled set', () => {
  it('is the same for the same files, and knows each policy', () => {
    const files = { ...schema, 'x.cedar': all };
    const compiled = compilePolicies(files);
    expect(compilePolicies(files)).toBe(compiled);
    expect(compilePolicies({ ...files })).not.toBe(compiled);
    expect(compilePolicies({ ...files })).toEqual(compiled);
    expect([...compiled.policies]).toEqual([
      ['all', { id: 'all', reason: 'Reason of all.', effect: 'permit', file: 'x.cedar' }],
    ]);
    expect(JSON.parse(compiled.setName)).toEqual([
      schema['schema.cedarschema'],
      { all: expect.stringContaining('@id("all")') },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['what does not fit', 'permit (principal, action == Action::"deploy", resource)', /^b\.cedar: ./],
    ['what can never apply', 'permit (principal is Change, action == Action::"approve", resource)', /^b\.cedar: ./],
  ])('refuses %s and names the file of that policy', (_, text, message) => {
    const run = () =>
      compilePolicies({
        ...schema,
        'a.cedar': all,
        'b.cedar': policy('p', text),
        'c.cedar': policy('q', 'permit (principal, action, resource)'),
      });
    expect(run).toThrow(InvalidInput);
    expect(run).toThrow(message);
  });

  it('refuses a schema or a policy that was never read', () => {
    const read = readPolicies({ ...schema, 'x.cedar': all });
    const [first] = read.policies;
    for (const broken of [
      { ...read, schema: 'entity ;' },
      { ...read, policies: [{ ...first!, text: 'permit (' }] },
    ]) {
      expect(() => compileRead(broken)).toThrow(InvalidInput);
      expect(() => compileRead(broken)).toThrow(/^policies: ./);
    }
  });
});
