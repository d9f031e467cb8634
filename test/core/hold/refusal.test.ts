import { expect, it } from '@jest/globals';
import { Terminal } from '../../../core/contracts/errors.ts';
import type { HoldAnswer } from '../../../core/contracts/hold.ts';
import type { HoldState } from '../../../core/hold/hold-state.ts';
import { refusalOf } from '../../../core/hold/refusal.ts';

const at = '2026-01-05T11:00:00.000Z';
const ended = (answer: HoldAnswer): HoldState => ({ kind: 'ENDED', answer, by: 'bea', reason: 'because', at });
const stopped = (kind: 'CANCEL' | 'SUPERSEDE'): HoldState => ({
  kind: 'STOPPED',
  stop: { kind, by: 'dora', reason: 'because', at },
});

it.each<[HoldState, string, string]>([
  [stopped('SUPERSEDE'), 'SUPERSEDED', `a newer head of this change replaced this release at ${at}`],
  [stopped('CANCEL'), 'CANCELLED', `dora cancelled this release at ${at}`],
  [{ kind: 'CHANGED', what: 'artifact' }, 'CHANGED', 'the artifact changed since this was asked'],
  [{ kind: 'EXPIRED', deadline: at }, 'EXPIRED', `the deadline ${at} has passed`],
  [{ kind: 'OPEN' }, 'NOT_DUE', 'the hold is open'],
  [ended('APPROVED'), 'USED', `bea approved at ${at}`],
  [ended('REJECTED'), 'USED', `bea rejected at ${at}`],
  [ended('ELAPSED'), 'EXPIRED', `the time was over at ${at} and the release went on`],
  [ended('EXPIRED'), 'EXPIRED', `nobody answered in time; the release was cancelled at ${at}`],
  [ended('CANCELLED'), 'CANCELLED', `bea cancelled this release at ${at}`],
  [ended('SUPERSEDED'), 'SUPERSEDED', `a newer head of this change replaced this release at ${at}`],
  [ended('NOT_REQUIRED'), 'USED', 'no answer was needed'],
])('%j is told as %s', (state, why, message) => {
  expect(refusalOf(state)).toEqual({ kind: 'REFUSED', why, message });
});

it('a state or an answer nobody knows is a fault', () => {
  expect(() => refusalOf({ kind: 'ASLEEP' } as never)).toThrow(Terminal);
  expect(() => refusalOf(ended('MAYBE' as never))).toThrow(Terminal);
});
