import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ExecuteTransactionCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { exportLines } from '../../../core/audit/export-lines.ts';
import { verifyExport } from '../../../core/audit/verify-export.ts';
import { Terminal } from '../../../core/contracts/errors.ts';
import { dynamoAuditLines } from '../../../lambdas/adapters/dynamo-audit-export.ts';
import { createDynamoAuditLog } from '../../../lambdas/adapters/dynamo-audit-log.ts';
import { dynamoDbClient } from '../../../lambdas/kit/clients.ts';
import type { AuditLog } from '../../../lambdas/ports.ts';
import { auditEntry, auditHead, releaseIdOf } from '../../contracts/samples.ts';
import { collect } from '../../support/collect.ts';
import { temporaryTable } from './temporary-table.ts';

const client = dynamoDbClient();
const [A, B] = [releaseIdOf(1), releaseIdOf(2)];
let store: Awaited<ReturnType<typeof temporaryTable>>;
let log: AuditLog;
const linesOf = async (releaseId?: string) => {
  const lines = dynamoAuditLines(client, { table: store.table, ...(releaseId === undefined ? {} : { releaseId }) });
  return (await collect(lines)).join('');
};

beforeEach(async () => {
  store = await temporaryTable();
  log = createDynamoAuditLog(client, { ...store, agentVersion: '0.1.0' });
  // B is opened first, so it comes first although its id is larger.
  for (const [id, key] of [
    [B, 'one'],
    [A, 'one'],
    [B, 'two'],
    [A, 'two'],
    [A, 'three'],
  ] as const) {
    store.clock.advance(1000);
    await log.append(auditHead, auditEntry(id, key));
  }
});
afterEach(() => store.end());

describe('the audit table', () => {
  it('gives the stored text in export order, of all or of one, which verifies (K20)', async () => {
    const all = [...(await log.records(B)), ...(await log.records(A))];
    expect(await linesOf()).toBe(exportLines(all));
    expect(verifyExport(await linesOf())).toMatchObject({ checked: 5, releases: 2, problems: [] });
    expect(await linesOf(A)).toBe(exportLines(await log.records(A)));
    expect(await linesOf(releaseIdOf(9))).toBe('');
  });

  it('an INSERT never replaces a record or a key, and writes neither of the two', async () => {
    const before = await linesOf();
    for (const [seq, key] of [
      ['seq#000003', 'key#new'],
      ['seq#000004', 'key#one'],
    ]) {
      const insert = (sk: string) => ({
        Statement: `INSERT INTO "${store.table}" VALUE {'pk': ?, 'sk': ?, 'record': ?}`,
        Parameters: [{ S: A }, { S: sk }, { S: 'forged' }],
      });
      const both = new ExecuteTransactionCommand({ TransactStatements: [insert(seq!), insert(key!)] });
      await expect(client.send(both)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    }
    expect(await linesOf()).toBe(before);
    await expect(log.append(auditHead, auditEntry(A, 'new'))).resolves.toMatchObject({ seq: 4 });
  });

  it('shows what somebody did to it', async () => {
    const change = (record: string) =>
      client.send(
        new UpdateItemCommand({
          TableName: store.table,
          Key: { pk: { S: A }, sk: { S: 'seq#000002' } },
          UpdateExpression: 'SET #record = :record',
          ExpressionAttributeNames: { '#record': 'record' },
          ExpressionAttributeValues: { ':record': { S: record } },
        }),
      );
    await change((await linesOf(A)).split('\n')[1]!.replace('why two', 'why tww'));
    expect(verifyExport(await linesOf()).problems).toMatchObject([{ releaseId: A, seq: 2, line: 4 }]);
    await change('{');
    await expect(log.records(A)).rejects.toThrow(Terminal);
  });
});
