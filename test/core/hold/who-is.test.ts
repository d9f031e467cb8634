import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../../core/contracts/config.ts';
import { isAuthor, samePerson } from '../../../core/hold/is-author.ts';
import { isSameAnswer } from '../../../core/hold/same-answer.ts';
import { approversOf, whoIs } from '../../../core/hold/who-is.ts';
import { hold, service, T0 } from '../../contracts/samples.ts';
import { configOf } from '../../support/config-of.ts';

const HOME = '123456789012';
const user = `arn:aws:iam::${HOME}:user/team/ada.l`;
const person = `arn:aws:sts::${HOME}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ada@example.com`;
const session = `arn:aws:sts::${HOME}:assumed-role/Lead/ada`;
const ada = (principal?: string) => ({ id: 'ada', email: 'ada@example.com', ...(principal && { principal }) });
const shop = { repository: './shop', start: 'node server.js', port: 8080 };
const withPrincipals = configOf({
  approvers: [ada(user), { id: 'bob', email: 'bob@example.com' }],
  services: { shop, pay: { ...shop, approvers: [{ id: 'eve', email: 'eve@example.com', principal: session }] } },
});

describe('who an identity is', () => {
  const config = configSchema.parse(withPrincipals);
  it.each([
    [user, 'ada', 'PERSON'],
    [session, 'eve', 'PERSON'],
    [`arn:aws:iam::${HOME}:user/bob`, 'bob', 'PERSON'],
    [`arn:aws:iam::999999999999:user/bob`, '999999999999:bob', 'PERSON'],
    [person, 'ada@example.com', 'PERSON'],
    [`${session}2`, 'role/Lead', 'AGENT'],
  ])('%s is %s', (principal, id, kind) => {
    expect(whoIs(config, principal, HOME)).toEqual({ id, kind, authenticated: true });
  });
  it.each([`arn:aws:iam::${HOME}:root`, `arn:aws:sts::${HOME}:federated-user/ada`, 'ada', ''])(
    '%s is nobody',
    (arn) => {
      expect(whoIs(config, arn, HOME)).toBeNull();
    },
  );
  it('a service has its own approvers or those of the file; one that is not there has none', () => {
    const ids = (name: string) => approversOf(config, service(name)).map(({ id }) => id);
    expect([ids('shop'), ids('pay'), ids('web'), ids('constructor')]).toEqual([['ada', 'bob'], ['eve'], [], []]);
    expect(approversOf(config, service('web'))).toStrictEqual([]);
  });
});

describe('an author is found under each name', () => {
  it.each([
    ['a user, as AWS names them', user, 'ada.l', true],
    ['a user of another account', user, `${HOME}:ada.l`, true],
    ['a person of Identity Center', person, 'ADA@example.com', true],
    ['a role that may have been theirs', session, 'role/Lead', true],
    ['with spaces around it', user, ' ada\t', true],
    ['by the id in the config', user, 'ada', true],
    ['somebody else', user, 'bob', false],
    ['another role', session, 'role/Ops', false],
    ['without a principal', undefined, 'ada.l', false],
  ])('%s', (_, principal, author, found) => {
    expect(isAuthor(ada(principal), ['x@example.com', author])).toBe(found);
  });
});

it('two spellings of one person have one form, in lower case', () => {
  expect([' Ada ', 'ＡＤＡ', 'ada'].map(samePerson)).toEqual(['ada', 'ada', 'ada']);
});

describe('the same answer', () => {
  const ended = (answer: 'APPROVED' | 'REJECTED' | 'CANCELLED' | 'ELAPSED', by = 'ada') =>
    hold('h', { status: { kind: 'ENDED', answer, by, reason: '', at: T0 } });
  it.each([
    [ended('APPROVED'), 'APPROVE' as const, true],
    [ended('APPROVED', 'Ada'), 'APPROVE' as const, true],
    [ended('REJECTED'), 'REJECT' as const, true],
    [ended('CANCELLED'), 'REJECT' as const, true],
    [ended('REJECTED'), 'APPROVE' as const, false],
    [ended('APPROVED'), 'REJECT' as const, false],
    [ended('APPROVED', 'bob'), 'APPROVE' as const, false],
    [ended('ELAPSED', 'interlock'), 'APPROVE' as const, false],
    [hold('h'), 'APPROVE' as const, false],
  ])('%#', (one, answer, same) => {
    expect(isSameAnswer(one, 'ada', answer)).toBe(same);
  });
});

describe('principals in the config', () => {
  const problem = (approvers: object[], services: object = { shop }) =>
    configSchema.safeParse({ ...configOf(), approvers, services }).error?.issues[0]?.message;
  it.each([[user], [person], [session], [user.replace('arn:aws:', 'arn:aws-us-gov:')]])('%s', (principal) => {
    expect(problem([ada(principal)])).toBeUndefined();
  });
  it.each([`arn:aws:iam::${HOME}:root`, `arn:aws:iam::${HOME}:role/Lead`, `${session}/x`, `${user} `, 'ada', ''])(
    '%s is none',
    (principal) => {
      expect(problem([{ ...ada(), principal }])).toContain('expected the ARN of an IAM user');
    },
  );
  it('one identity has one id in the whole file', () => {
    const other = { id: 'a', email: 'a@example.com', principal: user };
    expect(problem([ada(user), other])).toBe('expected each principal under one id only');
    expect(problem([ada(user)], { shop: { ...shop, approvers: [other] } })).toContain('one id only');
    expect(problem([ada(user)], { shop: { ...shop, approvers: [ada(user)] } })).toBeUndefined();
  });
});
