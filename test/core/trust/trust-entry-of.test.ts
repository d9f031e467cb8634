import { describe, expect, it } from '@jest/globals';
import type { AuditRecord } from '../../../core/contracts/audit-record.ts';
import { trustEntryOf } from '../../../core/trust/trust-entry-of.ts';
import { recordOf } from '../../support/record-of.ts';

const head = { repository: 'acme/shop', change: 'pr/7' };
const releaseId = 'rel-00000000000000000007';
const agent = { id: 'builder-01', kind: 'AGENT', authenticated: true } as const;
const trailers = [
  { key: 'Agent-By', value: 'forge/veteran' },
  { key: 'model', value: ' sonnet ' },
  { key: 'Prompt-Hash', value: 'sha256:1' },
];
const opened = (over: object = {}, payload: object = { trailers }) =>
  ({ ...recordOf('release.opened', payload as never), releaseId, head, actor: agent, ...over }) as AuditRecord;
const decided = recordOf('decision.made', { riskClass: 'MEDIUM' });
const closed = {
  ...recordOf('release.closed', { outcome: 'ROLLED_BACK' }),
  at: '2026-01-05T10:00:00.000Z',
} as AuditRecord;

describe('what a release says of its author (004-45..50)', () => {
  it('is read off its audit records; the trailer that claims to be somebody is no identity', () => {
    expect(trustEntryOf([opened(), decided, closed])).toEqual({
      releaseId,
      agent: 'builder-01',
      repository: 'acme/shop',
      change: 'pr/7',
      riskClass: 'MEDIUM',
      outcome: 'ROLLED_BACK',
      model: 'sonnet',
      promptHash: 'sha256:1',
      closedAt: '2026-01-05T10:00:00.000Z',
    });
  });

  it('has no labels where none are given, and a label of its own where they were too many to keep', () => {
    expect(trustEntryOf([opened({}, { trailers: [] }), decided, closed])).toMatchObject({
      model: null,
      promptHash: null,
    });
    expect(trustEntryOf([opened({}, { trailers: 700 }), decided, closed])).toMatchObject({ model: 'not kept' });
  });

  it.each([
    ['that nobody authenticated', [opened({ actor: { ...agent, authenticated: false } }), decided, closed]],
    ['that is open', [opened(), decided]],
    ['that was not decided', [opened(), closed]],
    ['without records', []],
  ])('nothing, of a release %s', (_, records) => {
    expect(trustEntryOf(records)).toBeNull();
  });
});
