import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Terminal } from '../../../core/contracts/errors.ts';
import { type Hold, holdAnswerSchema } from '../../../core/contracts/hold.ts';
import { type HoldRequest, answerHold } from '../../../core/hold/answer-hold.ts';
import type { HoldCurrent } from '../../../core/hold/hold-state.ts';
import { aHold, openedAt, unchanged } from '../../support/hold-builder.ts';

const deadline = openedAt + 86_400_000;
const approve = (personId = 'ann'): HoldRequest => ({ kind: 'PERSON', personId, answer: 'APPROVE', reason: 'fine' });
const reject = (personId = 'ann'): HoldRequest => ({ kind: 'PERSON', personId, answer: 'REJECT', reason: 'no' });
const silence: HoldRequest = { kind: 'DEADLINE' };
const cancel: HoldRequest = { kind: 'CANCEL', by: 'carl', reason: 'mistake' };
const answer = (hold: Hold, request: HoldRequest, now = openedAt, current: Partial<HoldCurrent> = {}) =>
  answerHold(hold, request, now, { ...unchanged(hold), ...current });
const window_ = (changes: Partial<Hold> = {}) => aHold({ kind: 'CANCEL_WINDOW', silence: 'PROCEED', ...changes });
const lock = () => aHold({ kind: 'TIME_LOCK', silence: 'PROCEED' });
const stop = { kind: 'CANCEL', by: 'dora', reason: 'wrong branch', at: '2026-01-05T10:01:00.000Z' } as const;

describe('a person', () => {
  it('approves an approval before its deadline', () => {
    expect(answer(aHold(), approve('ANN'), deadline - 1)).toEqual({
      kind: 'END',
      answer: 'APPROVED',
      by: 'ann',
      reason: 'fine',
    });
  });

  it.each([
    ['approval', aHold()],
    ['cancel window', window_()],
    ['time lock', lock()],
  ])('rejects a %s', (_, hold) => {
    expect(answer(hold, reject())).toMatchObject({ kind: 'END', answer: 'REJECTED', by: 'ann' });
  });

  it.each([
    ['cancel window', window_()],
    ['time lock', lock()],
  ])('cannot approve a %s', (_, hold) => {
    expect(answer(hold, approve())).toEqual({
      kind: 'REFUSED',
      why: 'NOT_APPROVABLE',
      message: 'this hold asks for no approval; it can only be stopped',
    });
  });

  it('who is not listed is refused, and told who is', () => {
    expect(answer(aHold(), approve('eve\u001b[2J'))).toMatchObject({
      why: 'NOT_AN_APPROVER',
      message: 'eve [2J is not an approver; expected one of ann, bea, carl',
    });
  });

  it.each([
    ['mail address', ['CARL@Example.org']],
    ['id', ['Carl']],
    ['full-width id', ['ｃａｒｌ']],
  ])('an author known by %s never approves, but may withdraw the change', (_, authors) => {
    const hold = { ...aHold(), authors };
    expect(answer(hold, approve('carl'))).toMatchObject({
      why: 'IS_AUTHOR',
      message: 'carl wrote or submitted part of this change and cannot approve it',
    });
    expect(answer(hold, reject('carl'))).toMatchObject({ kind: 'END', answer: 'CANCELLED', by: 'carl' });
    expect(answer(hold, cancel)).toMatchObject({ kind: 'END', answer: 'CANCELLED' });
  });

  it.each([
    ['head', { head: 'f'.repeat(40) }, 'commit'],
    ['digest', { digest: `sha256:${'f'.repeat(64)}` }, 'artifact'],
    ['missing digest', { digest: null }, 'artifact'],
    ['config', { configHash: `sha256:${'f'.repeat(64)}` }, 'config or policies'],
  ])('a changed %s voids the answer', (_, current, what) => {
    const refused = { kind: 'REFUSED', why: 'CHANGED', message: `the ${what} changed since this was asked` };
    expect(answer(aHold(), approve(), openedAt, current)).toEqual(refused);
    // Where silence proceeds, too, before the deadline and after it.
    for (const hold of [aHold(), window_(), lock()])
      for (const now of [openedAt, deadline]) expect(answer(hold, reject(), now, current)).toEqual(refused);
  });

  it('cannot approve once a stop was requested', () => {
    expect(answer(aHold(), approve(), openedAt, { stop })).toMatchObject({ why: 'CANCELLED' });
    expect(answer(aHold(), approve(), openedAt, { stop: { ...stop, kind: 'SUPERSEDE' } })).toMatchObject({
      why: 'SUPERSEDED',
    });
  });

  it('is late at the deadline; a stop is in time as long as silence has not proceeded', () => {
    expect(answer(aHold(), approve(), deadline)).toMatchObject({ why: 'EXPIRED' });
    expect(answer(aHold(), reject(), deadline)).toMatchObject({ why: 'EXPIRED' });
    expect(answer(lock(), reject(), deadline)).toMatchObject({ kind: 'END', answer: 'REJECTED' });
    expect(answer(lock(), approve(), deadline)).toMatchObject({ kind: 'REFUSED', why: 'EXPIRED' });
    expect(answer(aHold({ silence: 'PROCEED' }), approve(), deadline)).toMatchObject({ why: 'EXPIRED' });
  });

  it('gives a reason that is kept bounded and without control characters', () => {
    const end = answer(aHold(), {
      kind: 'PERSON',
      personId: 'ann',
      answer: 'REJECT',
      reason: `a\u0000b${'x'.repeat(2000)}`,
    });
    expect(end).toMatchObject({ kind: 'END', reason: `a b${'x'.repeat(997)}` });
    expect(answer(aHold(), { ...cancel, reason: ' \u0007 mistake\n ' })).toMatchObject({ reason: 'mistake' });
  });
});

describe('silence', () => {
  const ended = (answer: string, reason: string) => ({ kind: 'END', answer, by: 'interlock', reason });

  it('001-38: cancels an approval', () => {
    expect(answer(aHold(), silence, deadline)).toEqual(ended('EXPIRED', 'nobody answered before the deadline'));
  });

  it('001-55: lets a cancel window through, but only if the notice was delivered', () => {
    expect(answer(window_(), silence, deadline)).toEqual(ended('ELAPSED', 'nobody objected before the deadline'));
    expect(answer(window_({ noticeDelivered: false }), silence, deadline)).toEqual(
      ended('EXPIRED', 'the notice was not delivered, so silence does not proceed'),
    );
  });

  it.each([true, false])('ends a time lock, which waits for no notice (delivered: %s)', (noticeDelivered) => {
    expect(answer({ ...lock(), noticeDelivered }, silence, deadline)).toEqual(
      ended('ELAPSED', 'nobody objected before the deadline'),
    );
  });

  it('never approves, even where the hold wrongly says so', () => {
    expect(answer(aHold({ silence: 'PROCEED' }), silence, deadline)).toMatchObject({ answer: 'EXPIRED' });
    expect(answer({ ...lock(), silence: 'CANCEL' }, silence, deadline)).toMatchObject({ answer: 'EXPIRED' });
  });

  it('means nothing before the deadline', () => {
    expect(answer(lock(), silence, deadline - 1)).toEqual({
      kind: 'REFUSED',
      why: 'NOT_DUE',
      message: 'the deadline is 2026-01-06T10:00:00.000Z',
    });
  });

  it('does not carry changed bytes on', () => {
    expect(answer(lock(), silence, deadline, { head: 'f'.repeat(40) })).toEqual(
      ended('EXPIRED', 'the commit changed since this was asked'),
    );
  });

  it('gives way to a stop that was requested', () => {
    expect(answer(lock(), silence, deadline, { stop })).toMatchObject({ answer: 'CANCELLED', by: 'dora' });
    expect(answer(lock(), silence, deadline, { stop: { ...stop, kind: 'SUPERSEDE' } })).toMatchObject({
      answer: 'SUPERSEDED',
    });
  });
});

describe('an ended hold', () => {
  const ended = (word: Hold['status'] & { kind: 'ENDED' }) => aHold({ status: word });
  it.each([
    ['APPROVED', 'USED'],
    ['REJECTED', 'USED'],
    ['NOT_REQUIRED', 'USED'],
    ['EXPIRED', 'EXPIRED'],
    ['ELAPSED', 'EXPIRED'],
    ['CANCELLED', 'CANCELLED'],
    ['SUPERSEDED', 'SUPERSEDED'],
  ] as const)('%s answers everything with %s', (word, why) => {
    const hold = ended({ kind: 'ENDED', answer: word, by: 'bea', reason: '', at: '2026-01-05T11:00:00.000Z' });
    for (const request of [approve(), reject(), cancel, { kind: 'SUPERSEDE', by: 'x' } as const, silence])
      expect(answer(hold, request, deadline)).toMatchObject({ kind: 'REFUSED', why });
  });
});

it('a cancel and a newer head end every open hold at any time', () => {
  for (const hold of [aHold(), window_(), lock()])
    for (const now of [openedAt, deadline, deadline + 1e9]) {
      expect(answer(hold, cancel, now, { head: 'f'.repeat(40) })).toMatchObject({ answer: 'CANCELLED', by: 'carl' });
      expect(answer(hold, { kind: 'SUPERSEDE', by: 'rel-2' }, now)).toEqual({
        kind: 'END',
        answer: 'SUPERSEDED',
        by: 'rel-2',
        reason: 'a newer head of the same change was submitted',
      });
    }
});

it('a request nobody knows, or a hold without a deadline, is a fault', () => {
  expect(() => answer(aHold(), { kind: 'WAIT' } as never)).toThrow(Terminal);
  const endless = { ...aHold(), deadline: 'soon' };
  for (const request of [approve(), silence])
    expect(() => answer(endless, request)).toThrow(new Terminal('hold hold-1 has no valid deadline'));
});

it('nothing but an unchanged approval by a listed non-author in time ends as APPROVED', () => {
  const same = (hold: Hold) => unchanged(hold);
  fc.assert(
    fc.property(
      fc.constantFrom<Hold>(aHold(), window_(), lock(), { ...aHold(), authors: [] }),
      fc.constantFrom('ann', 'bea', 'carl', 'eve'),
      fc.integer({ min: -1000, max: 90_000 }),
      fc.constantFrom<Partial<HoldCurrent>>(
        {},
        { head: 'f'.repeat(40) },
        { digest: null },
        { configHash: null },
        { stop },
      ),
      (hold, who, seconds, change) => {
        const now = openedAt + seconds * 1000;
        const result = answerHold(hold, approve(who), now, { ...same(hold), ...change });
        const listed = who === 'ann' || who === 'bea' || (who === 'carl' && hold.authors.length === 0);
        const should = hold.kind === 'APPROVAL' && listed && now < deadline && Object.keys(change).length === 0;
        expect(result.kind === 'END' && result.answer === 'APPROVED').toBe(should);
        if (result.kind === 'END') expect(holdAnswerSchema.options).toContain(result.answer);
      },
    ),
  );
});
