import {
  auditEntrySchema,
  auditHeadSchema,
  type AuditEntry,
  type AuditHead,
  type AuditRecord,
} from '../contracts/audit-record.ts';
import { InvalidInput, Terminal } from '../contracts/errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { recordHash } from './record-hash.ts';

/** Larger evidence is a blob and the payload names its key: a record has to fit into one item of every store. */
export const PAYLOAD_BYTES_MAX = 64 * 1024;
export const PAYLOAD_DEPTH_MAX = 20;

/**
 * The record that follows `previous` in its release, complete with number and hash.
 * @param previous the newest record of the same release; null for the first
 * @param at ms since 1970 on the release's clock
 * @param agentVersion version of Interlock that writes (002-7)
 * @throws InvalidInput naming the field, for text or a payload beyond its bounds (64 KiB of canonical JSON, 20 levels)
 * @throws Terminal when `previous` belongs to another release
 */
export function chain(
  previous: AuditRecord | null,
  head: AuditHead,
  entry: AuditEntry,
  at: number,
  agentVersion: string,
): AuditRecord {
  if (previous && previous.releaseId !== entry.releaseId)
    throw new Terminal(`audit record of ${entry.releaseId} cannot follow one of ${previous.releaseId}`);
  // First of all, because it bounds the depth for the schemas after it.
  const size = new TextEncoder().encode(canonicalJson(entry.payload, 'payload', PAYLOAD_DEPTH_MAX)).length;
  if (size > PAYLOAD_BYTES_MAX)
    throw new InvalidInput(`payload: ${size} bytes of canonical JSON; expected at most ${PAYLOAD_BYTES_MAX}`);
  checkFields('audit entry', auditEntrySchema.safeParse(entry).error?.issues);
  checkFields('audit head', auditHeadSchema.safeParse(head).error?.issues);
  const fields = {
    version: 1 as const,
    releaseId: entry.releaseId,
    seq: previous ? previous.seq + 1 : 1,
    key: entry.key,
    event: entry.event,
    at: new Date(at).toISOString(),
    actor: entry.actor,
    rationale: entry.rationale,
    head,
    agentVersion,
    payload: entry.payload,
    prevHash: previous ? previous.hash : null,
  };
  return { ...fields, hash: recordHash(fields) };
}

function checkFields(what: string, issues?: readonly { path: readonly PropertyKey[]; message: string }[]): void {
  const first = issues?.[0];
  if (first) throw new InvalidInput(`${what}: ${first.path.map(String).join('.') || '(all)'}: ${first.message}`);
}
