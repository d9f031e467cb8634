import { createHash } from 'node:crypto';
import type { Clock } from '../ports.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { LOST } from './until-won.ts';

/**
 * CLAIMED: the caller sends it. BUSY: somebody else is sending it now. SENT: it was taken. UNSURE: it left, and no
 * answer came back.
 */
export type MailClaim = 'CLAIMED' | 'BUSY' | 'SENT' | 'UNSURE';

/** Longer than all attempts to send one message; who has not said how it ended by then has died. */
const LEASE_MS = 60_000;

/** Which messages were sent, by key: the mail system itself would send one again. */
export function mailClaims(items: DynamoTable, clock: Clock) {
  return {
    claim: async (key: string): Promise<MailClaim> => {
      const now = clock.now();
      const written = await items.put(
        { ...itemKey(key), phase: 'SENDING', leaseEnds: now + LEASE_MS },
        {
          condition: 'attribute_not_exists(pk) OR (phase = :sending AND leaseEnds < :now)',
          values: { ':sending': 'SENDING', ':now': now },
        },
      );
      if (written !== LOST) return 'CLAIMED';
      const phase = (await items.get(itemKey(key)))?.['phase'];
      return phase === 'SENT' || phase === 'UNSURE' ? phase : 'BUSY';
    },
    end: async (key: string, phase: 'SENT' | 'UNSURE'): Promise<void> => {
      await items.put({ ...itemKey(key), phase, at: clock.now() });
    },
    /** It was certainly not sent: whoever comes next may send it. */
    giveUp: (key: string) => items.delete(itemKey(key)),
  };
}

function itemKey(key: string) {
  return { pk: `MAIL#${createHash('sha256').update(key, 'utf8').digest('hex')}`, sk: 'MAIL' };
}
