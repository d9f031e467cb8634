import { describe, expect, it } from '@jest/globals';
import { exportLines } from '../../core/audit/export-lines.ts';
import { verifyExport } from '../../core/audit/verify-export.ts';
import { auditRecordSchema } from '../../core/contracts/audit-record.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { AuditLog } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { auditEntry, auditHead, releaseIdOf, T0 } from './samples.ts';

/** Every adapter of AuditLog passes this. */
export function auditLogContract(name: string, make: MakeAdapter<AdapterUnderTest<AuditLog>>): void {
  const on = withAdapter(make);
  const A = releaseIdOf(1);

  describe(`AuditLog contract: ${name}`, () => {
    it(
      'numbers and chains the records of each release on its own (K20)',
      on(async ({ port }) => {
        const a1 = await port.append(auditHead, auditEntry(A, 'one'));
        const b1 = await port.append(auditHead, auditEntry(releaseIdOf(2), 'one'));
        const a2 = await port.append(auditHead, auditEntry(A, 'two'));
        expect([a1.seq, b1.seq, a2.seq]).toEqual([1, 1, 2]);
        expect([a1.prevHash, b1.prevHash, a2.prevHash]).toEqual([null, null, a1.hash]);
        expect(await port.records(A)).toEqual([a1, a2]);
        expect(verifyExport(exportLines(await port.records(A)))).toMatchObject({
          checked: 2,
          releases: 1,
          problems: [],
        });
      }),
    );

    it(
      'sets the time and gives back a record that the contract accepts',
      on(async ({ port, clock }) => {
        clock.advance(1500);
        const record = await port.append(auditHead, auditEntry(A, 'one'));
        expect(record.at).toBe('2026-01-05T10:00:01.500Z');
        expect(auditRecordSchema.parse(record)).toEqual(record);
        expect(record).toMatchObject({ version: 1, head: auditHead, payload: { key: 'one' }, rationale: 'why one' });
      }),
    );

    it(
      'writes a key once: the same key gives back the first record',
      on(async ({ port, clock }) => {
        const first = await port.append(auditHead, auditEntry(A, 'one'));
        clock.advance(1000);
        expect(await port.append(auditHead, auditEntry(A, 'one', { rationale: 'again' }))).toEqual(first);
        expect(first.at).toBe(T0);
        expect(await port.records(A)).toHaveLength(1);
      }),
    );

    it(
      'keeps one chain when two instances append at once',
      on(async ({ port, other }) => {
        const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
        await Promise.all(
          keys.flatMap((k) => [port.append(auditHead, auditEntry(A, k)), other.append(auditHead, auditEntry(A, k))]),
        );
        const records = await other.records(A);
        expect(records.map((r) => r.seq)).toEqual(keys.map((_, i) => i + 1));
        expect(new Set(records.map((r) => r.key))).toEqual(new Set(keys));
        expect(verifyExport(exportLines(records)).problems).toEqual([]);
      }),
    );

    it(
      'has no records of an unknown release',
      on(async ({ port }) => {
        expect(await port.records(releaseIdOf(99))).toEqual([]);
      }),
    );

    it(
      'refuses a payload beyond the bounds and writes nothing',
      on(async ({ port }) => {
        const large = auditEntry(A, 'large', { payload: 'x'.repeat(64 * 1024) });
        await expect(port.append(auditHead, large)).rejects.toThrow(InvalidInput);
        expect(await port.records(A)).toEqual([]);
      }),
    );
  });
}
