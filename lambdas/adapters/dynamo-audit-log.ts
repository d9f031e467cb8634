import { ExecuteTransactionCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { canonicalJson } from '../../core/audit/canonical-json.ts';
import { chain } from '../../core/audit/chain.ts';
import { auditRecordSchema, type AuditRecord } from '../../core/contracts/audit-record.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import { stored } from '../kit/checked.ts';
import type { AuditLog, Clock } from '../ports.ts';
import { awsCall, awsError } from './aws-errors.ts';
import { dynamoTable, isLost, type Item } from './dynamo-table.ts';
import { LOST, untilWon } from './until-won.ts';

type Options = {
  readonly table: string;
  readonly clock: Clock;
  /** Version of Interlock that writes (002-7). */
  readonly agentVersion: string;
};

/** The sort key of a record has six digits, so that the order of the table is the order of the records. */
const SEQ_MAX = 999_999;
const RECORDS = 'seq#';

/**
 * The audit log in DynamoDB, insert-only: a record and the guard of its key are two PartiQL INSERTs in one transaction,
 * which `dynamodb:PartiQLInsert` allows and which never replace an item. Whoever finds the number or the key taken reads
 * again: the number is the next one's, the key gives back the record that is there.
 *
 * One transaction, because without it a crash between the two would leave a guard that blocks a key without its record,
 * or a record whose key could be written again; and so the table itself, not the one who writes, keeps a key unique.
 */
export function createDynamoAuditLog(client: DynamoDBClient, { table, clock, agentVersion }: Options): AuditLog {
  const items = dynamoTable(client, table);

  const recordOf = async (releaseId: string, key: string): Promise<AuditRecord | null> => {
    const guard = await items.get({ pk: releaseId, sk: guardKey(key) });
    if (guard === null) return null;
    const record = await items.get({ pk: releaseId, sk: String(guard['recordKey']) });
    if (record === null) throw new Terminal(`audit log of ${releaseId}: a record is missing; verify the audit log`);
    return parsed(record);
  };
  const newest = async (releaseId: string): Promise<AuditRecord | null> => {
    for await (const item of items.query(releaseId, RECORDS, 'DESCENDING', 1)) return parsed(item);
    return null;
  };
  const insert = (record: AuditRecord): Promise<typeof LOST | AuditRecord> =>
    awsCall(
      'DynamoDB ExecuteTransaction',
      async () => {
        const { releaseId: pk, key, at } = record;
        const recordKey = sortKey(record.seq);
        const statements = [
          insertInto(table, { pk, sk: recordKey, at, record: canonicalJson(record, 'record') }),
          insertInto(table, { pk, sk: guardKey(key), recordKey }),
        ];
        await client.send(new ExecuteTransactionCommand({ TransactStatements: statements }));
        return record;
      },
      {
        TransactionCanceledException: (error) => {
          if (isLost(error)) return LOST as typeof LOST;
          throw awsError('DynamoDB ExecuteTransaction', error);
        },
      },
    );

  return {
    append: (head, entry) =>
      untilWon(`audit log of ${entry.releaseId}`, async () => {
        const present = await recordOf(entry.releaseId, entry.key);
        if (present !== null) return present;
        return insert(chain(await newest(entry.releaseId), head, entry, clock.now(), agentVersion));
      }),
    records: async (releaseId) => {
      const records: AuditRecord[] = [];
      for await (const item of items.query(releaseId, RECORDS)) records.push(parsed(item));
      return records;
    },
  };
}

/** Values go as parameters; the names are this file's own, and the table's name is refused when it could end a name. */
function insertInto(table: string, item: Readonly<Record<string, string>>) {
  if (!/^[\w.-]{3,255}$/.test(table)) throw new Terminal('AUDIT_TABLE: expected the name of a table');
  const names = Object.keys(item);
  return {
    Statement: `INSERT INTO "${table}" VALUE {${names.map((name) => `'${name}': ?`).join(', ')}}`,
    Parameters: names.map((name) => marshall({ value: item[name] })['value']!),
  };
}

function sortKey(seq: number): string {
  if (seq > SEQ_MAX) throw new Terminal(`audit log: ${seq} records of one release; expected at most ${SEQ_MAX}`);
  return `${RECORDS}${String(seq).padStart(6, '0')}`;
}

const guardKey = (key: string): string => `key#${key}`;

function parsed(item: Item): AuditRecord {
  return stored(auditRecordSchema, item['record'], 'audit record (verify the audit log)');
}
