import { ScanCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Terminal } from '../../core/contracts/errors.ts';
import { awsCall } from './aws-errors.ts';
import { dynamoTable } from './dynamo-table.ts';

type Options = { readonly table: string; readonly releaseId?: string };
type Opened = { readonly releaseId: string; readonly at: string };

/**
 * The stored text of records in export order (core/audit/export-lines), each ended by a line feed: byte for byte what
 * lies in the table, so that a verification of it sees what was done to the table. For auditors: it scans the table.
 */
export async function* dynamoAuditLines(client: DynamoDBClient, { table, releaseId }: Options): AsyncGenerator<string> {
  const items = dynamoTable(client, table);
  const releases = releaseId === undefined ? await opened(client, table) : [{ releaseId }];
  for (const { releaseId: pk } of releases)
    for await (const { sk, record } of items.query(pk, 'seq#')) {
      if (typeof record !== 'string') throw new Terminal(`audit log of ${pk}: ${String(sk)} holds no record`);
      yield `${record}\n`;
    }
}

/**
 * Releases by the instant of their first record, then by id. A release whose first records were removed comes in by its
 * first one that is left: that the others are missing is for the verification to say.
 */
async function opened(client: DynamoDBClient, table: string): Promise<readonly Opened[]> {
  const first = new Map<string, { readonly sk: string; readonly at: string }>();
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await awsCall('DynamoDB Scan', () =>
      client.send(
        new ScanCommand({
          TableName: table,
          ProjectionExpression: 'pk, sk, #at',
          FilterExpression: 'begins_with(sk, :records)',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':records': { S: 'seq#' } },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      ),
    );
    for (const { pk, sk, at } of page.Items ?? []) {
      const known = first.get(pk?.S ?? '');
      if (known === undefined || (sk?.S ?? '') < known.sk) first.set(pk?.S ?? '', { sk: sk?.S ?? '', at: at?.S ?? '' });
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return [...first]
    .map(([releaseId, { at }]) => ({ releaseId, at }))
    .sort((a, b) => compare(a.at, b.at) || compare(a.releaseId, b.releaseId));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
