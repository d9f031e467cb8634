import { auditRecordSchema, type AuditRecord } from '../contracts/audit-record.ts';
import { InvalidInput } from '../contracts/errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { plainText } from './plain-text.ts';
import { recordHash } from './record-hash.ts';

/** INTACT: well-formed and true to its own hash. DAMAGED: what it says of itself (release, number) is not to be trusted. */
export type Inspected = Intact | Damaged;
export type Intact = { readonly kind: 'INTACT'; readonly line: number; readonly record: AuditRecord };
export type Damaged = {
  readonly kind: 'DAMAGED';
  readonly line: number;
  readonly releaseId: string | null;
  readonly seq: number | null;
  readonly what: string;
};

/** Looks at one line of an export alone, without its neighbours. `line` counts from 1. Never throws. */
export function inspectLine(text: string, line: number): Inspected {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged(null, line, text === '' ? 'empty line; expected a record' : 'not valid JSON');
  }
  const inspected = inspectRecord(value, line);
  if (inspected.kind === 'INTACT' && canonicalJson(value) !== text)
    return damaged(value, line, 'changed: not written in canonical form');
  return inspected;
}

export function inspectRecord(value: unknown, line: number): Inspected {
  try {
    canonicalJson(value, 'record');
  } catch (error) {
    return damaged(value, line, error instanceof InvalidInput ? plainText(error.message, 300) : 'not a JSON value');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return damaged(null, line, 'not a record; expected a JSON object');
  const version = (value as { version?: unknown }).version;
  if (version !== 1) return damaged(value, line, `version ${shown(version)} is not known here; expected 1`);
  const issue = auditRecordSchema.safeParse(value).error?.issues[0];
  if (issue?.code === 'unrecognized_keys')
    return damaged(value, line, `unknown field ${plainText([...issue.path, ...issue.keys].map(String).join('.'))}`);
  if (issue)
    return damaged(
      value,
      line,
      `field ${plainText(issue.path.map(String).join('.'))}: ${plainText(issue.message, 200)}`,
    );
  const record = value as AuditRecord;
  if (recordHash(record) !== record.hash) return damaged(value, line, 'changed: its content does not give its hash');
  return { kind: 'INTACT', line, record };
}

function damaged(value: unknown, line: number, what: string): Damaged {
  const { releaseId, seq } = (value ?? {}) as { releaseId?: unknown; seq?: unknown };
  return {
    kind: 'DAMAGED',
    line,
    releaseId: typeof releaseId === 'string' ? plainText(releaseId) : null,
    seq: Number.isSafeInteger(seq) ? (seq as number) : null,
    what,
  };
}

function shown(value: unknown): string {
  return value === undefined ? '(none)' : plainText(JSON.stringify(value));
}
