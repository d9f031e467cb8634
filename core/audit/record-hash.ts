import { createHash } from 'node:crypto';
import { digestSchema, type Digest } from '../contracts/ids.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 over the canonical JSON (UTF-8) of every field of a record but `hash` itself (K20). */
export function recordHash(record: object): Digest {
  const fields = Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'hash'));
  const hex = createHash('sha256').update(canonicalJson(fields, 'record'), 'utf8').digest('hex');
  return digestSchema.parse(`sha256:${hex}`);
}
