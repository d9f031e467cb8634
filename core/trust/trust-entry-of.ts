import * as z from 'zod';
import type { AuditRecord } from '../contracts/audit-record.ts';
import { riskClassSchema } from '../contracts/facts.ts';
import { outcomeSchema } from '../contracts/outcome.ts';
import type { TrustEntry } from '../contracts/trust-entry.ts';
import { trustEntrySchema } from '../contracts/trust-entry.ts';
import { agentLabels } from './agent-labels.ts';

const opened = z.object({ trailers: z.union([z.number(), z.array(z.object({ key: z.string(), value: z.string() }))]) });
const decided = z.object({ riskClass: riskClassSchema });
const closed = z.object({ outcome: outcomeSchema });

/**
 * What one release says of its author, from its audit records and nothing else (004-45..50), so that anybody who has the
 * log can compute the ledger again. Null for a release that says nothing: not closed, of an author whom the home did not
 * authenticate, or ended before its class was decided.
 */
export function trustEntryOf(records: readonly AuditRecord[]): TrustEntry | null {
  const first = find(records, 'release.opened');
  const decision = find(records, 'decision.made');
  const last = find(records, 'release.closed');
  if (first === undefined || decision === undefined || last === undefined || !first.actor.authenticated) return null;
  const { trailers } = opened.parse(first.payload);
  return trustEntrySchema.parse({
    releaseId: first.releaseId,
    agent: first.actor.id,
    repository: first.head.repository,
    change: first.head.change,
    riskClass: decided.parse(decision.payload).riskClass,
    outcome: closed.parse(last.payload).outcome,
    ...agentLabels(typeof trailers === 'number' ? null : trailers),
    closedAt: last.at,
  });
}

const find = (records: readonly AuditRecord[], event: string) => records.find((record) => record.event === event);
