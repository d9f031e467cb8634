import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type QueryCommandInput,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Transient } from '../../core/contracts/errors.ts';
import { awsCall, awsError, cancellationCodes } from './aws-errors.ts';
import { LOST } from './until-won.ts';

export type ItemKey = { readonly pk: string; readonly sk: string };
/** An item without its keys being special: whoever reads it checks it. */
export type Item = Readonly<Record<string, unknown>>;
export type Condition = { readonly condition: string; readonly values?: Item };

/** What BatchGetItem takes at once. */
const BATCH = 100;
/**
 * A condition failed, or somebody wrote one of the items at the same moment: either way another one was first. A PartiQL
 * INSERT is cancelled by DuplicateItem, which emulators call by the name of the exception.
 */
const OTHERS = new Set(['ConditionalCheckFailed', 'DuplicateItem', 'DuplicateItemException', 'TransactionConflict']);

export type DynamoTable = ReturnType<typeof dynamoTable>;

/** One table with the keys pk and sk, every read of it consistent. Writes give LOST when their condition fails. */
export function dynamoTable(client: DynamoDBClient, table: string) {
  const lost = () => LOST as typeof LOST;
  const write = (operation: string, call: () => Promise<unknown>) =>
    awsCall(`DynamoDB ${operation}`, async () => void (await call()), {
      ConditionalCheckFailedException: lost,
      TransactionConflictException: lost,
      TransactionCanceledException: (error) => {
        if (isLost(error)) return LOST as typeof LOST;
        throw awsError(`DynamoDB ${operation}`, error);
      },
    });

  return {
    get: async (key: ItemKey): Promise<Item | null> => {
      const { Item } = await awsCall('DynamoDB GetItem', () =>
        client.send(new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true })),
      );
      return Item === undefined ? null : unmarshall(Item);
    },

    /** In the order of `keys`; what is not there is left out. */
    getAll: async (keys: readonly ItemKey[]): Promise<readonly Item[]> => {
      const found = new Map<string, Item>();
      for (let from = 0; from < keys.length; from += BATCH)
        for (const item of await batchOf(client, table, keys.slice(from, from + BATCH)))
          found.set(nameOf(item as ItemKey), item);
      return keys.map((key) => found.get(nameOf(key))).filter((item) => item !== undefined);
    },

    /** Items of a partition whose sort key begins with `prefix`, in the order of the sort key, page by page. */
    async *query(pk: string, prefix = '', order: 'ASCENDING' | 'DESCENDING' = 'ASCENDING', pageSize?: number) {
      let start: Record<string, AttributeValue> | undefined;
      do {
        const input: QueryCommandInput = {
          TableName: table,
          KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: marshall(prefix === '' ? { ':pk': pk } : { ':pk': pk, ':prefix': prefix }),
          ConsistentRead: true,
          ScanIndexForward: order === 'ASCENDING',
          ExclusiveStartKey: start,
          Limit: pageSize,
        };
        const page = await awsCall('DynamoDB Query', () => client.send(new QueryCommand(input)));
        for (const item of page.Items ?? []) yield unmarshall(item) as Item;
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
    },

    put: (item: Item & ItemKey, when?: Condition) =>
      write('PutItem', () => client.send(new PutItemCommand(putOf(table, item, when)))),

    /** `update` is an update expression; names that DynamoDB reserves are not used in these tables. */
    update: (key: ItemKey, update: string, values: Item, condition?: string) =>
      write('UpdateItem', () =>
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: marshall(key),
            UpdateExpression: update,
            ConditionExpression: condition,
            ExpressionAttributeValues: marshall(values),
          }),
        ),
      ),

    delete: async (key: ItemKey): Promise<void> => {
      await awsCall('DynamoDB DeleteItem', () =>
        client.send(new DeleteItemCommand({ TableName: table, Key: marshall(key) })),
      );
    },

    /** All of them or none, once: the SDK sends a token of its own along when it has to send this again. */
    transact: (writes: readonly TransactWriteItem[]) =>
      write('TransactWriteItems', () => client.send(new TransactWriteItemsCommand({ TransactItems: [...writes] }))),

    putWrite: (item: Item & ItemKey, when?: Condition): TransactWriteItem => ({ Put: putOf(table, item, when) }),
    deleteWrite: (key: ItemKey): TransactWriteItem => ({ Delete: { TableName: table, Key: marshall(key) } }),
    updateWrite: (key: ItemKey, update: string, values: Item): TransactWriteItem => ({
      Update: {
        TableName: table,
        Key: marshall(key),
        UpdateExpression: update,
        ExpressionAttributeValues: marshall(values),
      },
    }),
  };
}

function putOf(table: string, item: Item & ItemKey, when?: Condition) {
  return {
    TableName: table,
    Item: marshall(item),
    ConditionExpression: when?.condition,
    ExpressionAttributeValues: when?.values === undefined ? undefined : marshall(when.values),
  };
}

async function batchOf(client: DynamoDBClient, table: string, keys: readonly ItemKey[]): Promise<readonly Item[]> {
  const { Responses, UnprocessedKeys } = await awsCall('DynamoDB BatchGetItem', () =>
    client.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: keys.map((key) => marshall(key)), ConsistentRead: true } },
      }),
    ),
  );
  // What was left out for the load must not read as "not there".
  if ((UnprocessedKeys?.[table]?.Keys ?? []).length > 0)
    throw new Transient('DynamoDB BatchGetItem: not every item was read');
  return (Responses?.[table] ?? []).map((item) => unmarshall(item));
}

/** True when every reason why a transaction was cancelled is that another write came first. */
export function isLost(error: Error): boolean {
  const codes = cancellationCodes(error);
  return codes.length > 0 && codes.every((code) => OTHERS.has(code));
}

const nameOf = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk]);
