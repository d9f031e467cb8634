import { PutItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Deliveries } from '../intake/deliveries.ts';
import { awsCall } from './aws-errors.ts';

/** Whoever died with a delivery blocks it for this long: longer than the function may run. */
const CLAIM_MS = 60_000;
/** Longer than a delivery counts as fresh (webhook.ts); the table's time to live removes it then. */
const KEEP_SECONDS = 30 * 86_400;

/** Items pk=`DELIVERY#<key>`, sk=`DELIVERY`, in numbers of milliseconds; `expiresAt` is in seconds, as DynamoDB wants it. */
export function createDynamoDeliveries(client: DynamoDBClient, options: { readonly table: string }): Deliveries {
  const { table } = options;
  const keyOf = (key: string) => ({ pk: { S: `DELIVERY#${key}` }, sk: { S: 'DELIVERY' } });
  return {
    begin: async (key, deliveryId, now) => {
      const put = new PutItemCommand({
        TableName: table,
        Item: {
          ...keyOf(key),
          deliveryId: { S: deliveryId },
          claimedUntil: { N: String(now + CLAIM_MS) },
          expiresAt: { N: String(Math.floor(now / 1000) + KEEP_SECONDS) },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR (attribute_not_exists(outcome) AND claimedUntil < :now)',
        ExpressionAttributeValues: { ':now': { N: String(now) } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return awsCall<'BEGUN' | 'BUSY' | 'DONE', 'BUSY' | 'DONE'>(
        'DynamoDB PutItem',
        async () => {
          await client.send(put);
          return 'BEGUN';
        },
        {
          ConditionalCheckFailedException: (error) =>
            'Item' in error && error.Item instanceof Object && 'outcome' in error.Item ? 'DONE' : 'BUSY',
        },
      );
    },
    finish: async (key, outcome) => {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(key),
        UpdateExpression: 'SET outcome = :outcome',
        ExpressionAttributeValues: { ':outcome': { S: outcome.slice(0, 1000) } },
      });
      await awsCall('DynamoDB UpdateItem', () => client.send(update));
    },
  };
}
