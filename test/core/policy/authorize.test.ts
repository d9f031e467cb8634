import { describe, expect, it } from '@jest/globals';
import { authorize } from '../../../core/policy/authorize.ts';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { mayApprove } from '../../../core/policy/may-approve.ts';
import { type Proceeding, proceedAnswers } from '../../../core/policy/proceed-answers.ts';
import { policyFiles, shippedPolicies } from './policy-files.ts';

const proceeding: Proceeding = {
  submittedBy: { id: 'a"; permit(principal,action,resource);', kind: 'AGENT', authenticated: true },
  service: 'shop',
  profile: 'guarded',
  riskClass: 'LOW',
  confidence: 95,
  trust: 2,
  tier: 'standard',
  autonomyMerge: 4,
  autonomyDeploy: 4,
  rollbackSafe: true,
  recordOnly: false,
  gatesPassed: true,
  reviewStatus: 'REVIEWED',
  triggers: [],
  killSwitch: false,
  frozen: false,
  quarantined: false,
  containsRunning: true,
  budgetExhausted: false,
};
const loosest = (change: Partial<Proceeding>) =>
  proceedAnswers(shippedPolicies, { ...proceeding, ...change }).find(({ answer }) => answer.allowed)?.route ?? 'REJECT';

describe('the shipped policies by themselves', () => {
  it.each<[string, Partial<Proceeding>, string]>([
    ['K1 guarded', {}, 'AUTONOMOUS'],
    [
      'a person or the system may submit',
      { submittedBy: { id: 'x', kind: 'SYSTEM', authenticated: true } },
      'AUTONOMOUS',
    ],
    ['001-54 exactly 90', { confidence: 90 }, 'AUTONOMOUS'],
    ['001-55 89', { confidence: 89 }, 'CANCEL_WINDOW'],
    ['001-55 70', { confidence: 70 }, 'CANCEL_WINDOW'],
    ['001-56 69', { confidence: 69 }, 'HUMAN'],
    ['K1 trust', { trust: 1 }, 'HUMAN'],
    ['K12 level', { autonomyDeploy: 3 }, 'HUMAN'],
    ['K1 class MEDIUM in guarded', { riskClass: 'MEDIUM', trust: 3 }, 'HUMAN'],
    ['K1 class MEDIUM in autonomous', { riskClass: 'MEDIUM', trust: 3, profile: 'autonomous' }, 'AUTONOMOUS'],
    ['K1 class HIGH', { riskClass: 'HIGH', trust: 3, autonomyDeploy: 5, profile: 'autonomous' }, 'HUMAN'],
    ['K1 class HIGH, recorded only', { riskClass: 'HIGH', recordOnly: true, profile: 'autonomous' }, 'HUMAN'],
    ['000-36 conservative', { profile: 'conservative' }, 'HUMAN'],
    ['003-13 docs in conservative', { profile: 'conservative', recordOnly: true, confidence: 0 }, 'AUTONOMOUS'],
    ['K19 any trigger', { triggers: ['many-files'] }, 'HUMAN'],
    ['unreviewed', { reviewStatus: 'UNAVAILABLE' }, 'HUMAN'],
    ['budget', { budgetExhausted: true }, 'HUMAN'],
    ['gates', { gatesPassed: false }, 'REJECT'],
    ['kill switch', { killSwitch: true }, 'REJECT'],
    ['freeze', { frozen: true }, 'REJECT'],
    ['quarantine', { quarantined: true }, 'REJECT'],
    ['newer code runs', { containsRunning: false }, 'REJECT'],
    ['a trigger that the schema does not know', { triggers: ['new-rule'] }, 'REJECT'],
  ])('%s', (_, change, route) => expect(loosest(change)).toBe(route));

  it('names what decided', () => {
    const [unasked] = proceedAnswers(shippedPolicies, { ...proceeding, riskClass: 'HIGH' });
    expect(unasked?.answer).toEqual({
      allowed: false,
      policies: ['high-never-without-a-person'],
      reasons: ['Risk class HIGH needs a person in every profile.'],
    });
  });
});

describe('authorize fails closed', () => {
  const request = {
    principal: { type: 'Person', id: 'p' },
    action: 'approve',
    resource: { type: 'Change', id: 'shop' },
  };

  it('without a permit', () => {
    const nobody = compilePolicies({ 'schema.cedarschema': policyFiles['schema.cedarschema'] ?? '' });
    const answer = authorize(nobody, { ...request, context: { isListed: false, isAuthor: false } });
    expect(answer).toEqual({ allowed: false, policies: [], reasons: ['no policy permits it'] });
  });

  it.each([
    ['a missing field', { isListed: true }],
    ['a wrong type', { isListed: true, isAuthor: 'no' }],
    ['an extra field', { isListed: true, isAuthor: false, more: 1 }],
  ])('for %s', (_, context) => {
    const answer = authorize(shippedPolicies, { ...request, context });
    expect(answer).toMatchObject({ allowed: false, policies: [] });
    expect(answer.reasons[0]).toMatch(/could not be asked/);
  });

  it('for an unknown action and for a set that is not compiled here', () => {
    const context = { isListed: true, isAuthor: false };
    expect(authorize(shippedPolicies, { ...request, action: 'deploy', context }).allowed).toBe(false);
    expect(authorize({ setName: 'other', policies: new Map() }, { ...request, context }).allowed).toBe(false);
  });

  it('when a forbid cannot be evaluated, which Cedar would skip', () => {
    const broken = compilePolicies({
      ...policyFiles,
      'z.cedar':
        '@id("overflow") @reason("R.") forbid (principal, action == Action::"proceedWithPerson", resource) when { context.confidence * 9223372036854775807 > 0 };',
    });
    const human = proceedAnswers(broken, proceeding).at(-1);
    expect(human?.answer).toEqual({
      allowed: false,
      policies: ['overflow'],
      reasons: ['the policy "overflow" could not be evaluated'],
    });
  });
});

describe('mayApprove', () => {
  const approvers = [
    { id: 'ada', email: 'ada@example.com' },
    { id: 'ben', email: 'Ben@Example.com' },
  ];
  const may = (id: string, authors: string[]) =>
    mayApprove(shippedPolicies, id, { approvers, authors, service: 'shop' });

  it.each<[string, string, string[], boolean]>([
    ['somebody listed who wrote nothing', 'ada', ['dev@example.com'], true],
    ['somebody who is not listed', 'eve', [], false],
    ['an author by id', 'ada', ['ada'], false],
    ['an author by mail address', 'ada', ['ada@example.com'], false],
    ['an author in another case', 'ben', ['BEN@example.COM'], false],
    ['the id of another case is not listed', 'Ada', [], false],
  ])('%s', (_, id, authors, allowed) => expect(may(id, authors).allowed).toBe(allowed));

  it('says why', () => {
    expect(may('ada', ['ada'])).toMatchObject({ policies: ['author-may-not-approve'] });
  });
});
