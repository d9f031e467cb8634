import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { chain, PAYLOAD_BYTES_MAX, PAYLOAD_DEPTH_MAX } from '../../../core/audit/chain.ts';
import { auditRecordSchema, type AuditEntry, type Json } from '../../../core/contracts/audit-record.ts';
import { InvalidInput, Terminal } from '../../../core/contracts/errors.ts';
import { auditEntry, auditHead } from '../../contracts/samples.ts';
import { A, chained } from './a-log.ts';

const first = (more: Partial<AuditEntry> = {}) => chain(null, auditHead, auditEntry(A, 'k', more), 0, '0.1.0');
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('chain (K20)', () => {
  it('makes records that the contract accepts, each with the hash of the one before', () => {
    const records = chained(A, 3);
    expect(records.map((r) => auditRecordSchema.parse(r))).toEqual(records);
    expect(records.map((r) => r.seq)).toEqual([1, 2, 3]);
    expect(records.map((r) => r.prevHash)).toEqual([null, records[0]!.hash, records[1]!.hash]);
  });

  it('hashes with SHA-256 over the canonical JSON of every other field', () => {
    const { hash, ...fields } = first({ payload: {}, rationale: 'why' });
    const head = JSON.stringify(auditHead, Object.keys(auditHead).toSorted());
    const text =
      '{"actor":{"authenticated":true,"id":"interlock","kind":"SYSTEM"},"agentVersion":"0.1.0",' +
      `"at":"1970-01-01T00:00:00.000Z","event":"test.event","head":${head},"key":"k","payload":{},"prevHash":null,` +
      `"rationale":"why","releaseId":"${A}","seq":1,"version":1}`;
    expect(hash).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
    expect(Object.keys(fields)).toHaveLength(12);
  });

  it('bounds the size of a payload in bytes of canonical JSON', () => {
    const fits = 'x'.repeat(PAYLOAD_BYTES_MAX - 2);
    expect(first({ payload: fits }).payload).toBe(fits);
    expect(() => first({ payload: `${fits}x` })).toThrow(
      'payload: 65537 bytes of canonical JSON; expected at most 65536',
    );
    // Two bytes each in UTF-8.
    expect(() => first({ payload: 'é'.repeat(PAYLOAD_BYTES_MAX / 2) })).toThrow(InvalidInput);
  });

  it('bounds the depth of a payload', () => {
    expect(first({ payload: nested(PAYLOAD_DEPTH_MAX) }).seq).toBe(1);
    expect(() => first({ payload: nested(21) })).toThrow('payload: nested too deep; expected at most 20 levels');
    expect(() => first({ payload: nested(5000) })).toThrow(InvalidInput);
  });

  it.each<[string, Partial<AuditEntry>]>([
    ['rationale', { rationale: 'x'.repeat(2001) }],
    ['rationale', { rationale: 'a\ud800' }],
    ['key', { key: 'x'.repeat(121) }],
    ['actor.id', { actor: { id: '', kind: 'PERSON', authenticated: false } }],
  ])('names the field that is beyond its bounds: %s', (field, more) => {
    expect(() => first(more)).toThrow(InvalidInput);
    expect(() => first(more)).toThrow(field);
  });

  it('never follows a record of another release', () => {
    expect(() => chain(first(), auditHead, auditEntry('rel-other', 'k'), 0, '0.1.0')).toThrow(Terminal);
  });
});
