import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { trustEntrySchema, type TrustEntry } from '../../core/contracts/trust-entry.ts';
import { checked, stored } from '../kit/checked.ts';
import type { TrustLedger } from '../ports.ts';
import { dynamoTable } from './dynamo-table.ts';

/** Items pk=`TRUST#["<agent>","<repository>"]`, sk=`<closedAt>#<releaseId>`: neither name can be read as part of the other. */
export function createDynamoTrustLedger(client: DynamoDBClient, { table }: { readonly table: string }): TrustLedger {
  const items = dynamoTable(client, table);
  const partition = (agent: string, repository: string) => `TRUST#${JSON.stringify([agent, repository])}`;
  return {
    add: async (given) => {
      const entry = checked(trustEntrySchema, given, 'trust entry');
      const { agent, repository, closedAt, releaseId } = entry;
      const key = { pk: partition(agent, repository), sk: `${closedAt}#${releaseId}` };
      // What is there already is the same: the instant is the one on record.
      await items.put({ ...key, body: JSON.stringify(entry) }, { condition: 'attribute_not_exists(pk)' });
    },
    entries: async (agent, repository) => {
      const entries: TrustEntry[] = [];
      for await (const item of items.query(partition(agent, repository)))
        entries.push(stored(trustEntrySchema, item['body'], 'trust entry'));
      return entries;
    },
  };
}
