import { type Hold, holdSchema } from '../../core/contracts/hold.ts';
import type { HoldCurrent } from '../../core/hold/hold-state.ts';

export const openedAt = Date.parse('2026-01-05T10:00:00.000Z');

/** An open approval hold of 24 hours; ann and bea may answer, carl wrote the change. */
export function aHold(changes: Partial<Hold> = {}): Hold {
  return holdSchema.parse({
    holdId: 'hold-1',
    kind: 'APPROVAL',
    subject: {
      releaseId: `rel-${'1'.repeat(20)}`,
      head: 'a'.repeat(40),
      digest: `sha256:${'b'.repeat(64)}`,
      configHash: `sha256:${'c'.repeat(64)}`,
    },
    openedAt: new Date(openedAt).toISOString(),
    deadline: new Date(openedAt + 86_400_000).toISOString(),
    silence: 'CANCEL',
    approvers: [
      { id: 'ann', email: 'ann@example.org' },
      { id: 'bea', email: 'bea@example.org' },
      { id: 'carl', email: 'carl@example.org' },
    ],
    authors: ['carl@example.org'],
    noticeDelivered: true,
    status: { kind: 'OPEN' },
    ...changes,
  });
}

/** The release as it was when the hold was opened. */
export function unchanged(hold: Hold): HoldCurrent {
  const { head, digest, configHash } = hold.subject;
  return { head, digest, configHash, stop: null };
}
