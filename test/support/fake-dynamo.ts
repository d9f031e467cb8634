import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { evaluate, type Value } from './dynamo-expression.ts';
import { faultError, sdkError, type CallFault } from './sdk-error.ts';

type Raw = Record<string, AttributeValue>;
type Stored = Record<string, Value>;
type Write = {
  readonly name: string;
  readonly condition?: string | undefined;
  readonly values: Stored;
  readonly next: (before: Stored | undefined) => Stored | undefined;
};

/** DynamoDB as far as the adapters use it, in memory, one table. `failCall(n, …)` spoils the n-th call from then on. */
export function fakeDynamo() {
  const items = new Map<string, Stored>();
  const calls: string[] = [];
  const faults = new Map<number, CallFault>();
  const client = new DynamoDBClient({ region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  const mock = mockClient(client);

  const call =
    <I, O>(name: string, work: (input: I) => O) =>
    async (input: I): Promise<O> => {
      // Everybody who calls at the same moment has read before anybody writes.
      await Promise.resolve();
      calls.push(name);
      const fault = faults.get(calls.length);
      if (fault === 'THROTTLED' || fault === 'DENIED') throw faultError(fault);
      const answer = work(input);
      if (fault === 'LOST') throw faultError(fault);
      return answer;
    };
  const apply = (writes: readonly Write[], refuse: (codes: readonly string[]) => Error, code: string) => {
    const failed = writes.map((w) => w.condition !== undefined && !evaluate(w.condition, items.get(w.name), w.values));
    if (failed.includes(true)) throw refuse(failed.map((f) => (f ? code : 'None')));
    for (const { name, next } of writes) {
      const item = next(items.get(name));
      if (item === undefined) items.delete(name);
      else items.set(name, item);
    }
    return {};
  };
  const cancelled = (codes: readonly string[]) =>
    sdkError('TransactionCanceledException', 400, { CancellationReasons: codes.map((Code) => ({ Code })) });
  const one = (write: Write) =>
    apply([write], () => sdkError('ConditionalCheckFailedException', 400), 'ConditionalCheckFailed');
  const get = (key: Raw) => {
    const item = items.get(nameOf(unmarshall(key)));
    return item === undefined ? undefined : marshall(item);
  };
  const selected = (begins: (item: Stored) => boolean) =>
    [...items.values()].filter(begins).toSorted((a, b) => (String(a['sk']) < String(b['sk']) ? -1 : 1));

  mock.on(GetItemCommand).callsFake(call('GetItem', ({ Key }: { Key: Raw }) => ({ Item: get(Key) })));
  mock.on(BatchGetItemCommand).callsFake(
    call('BatchGetItem', ({ RequestItems }: { RequestItems: Record<string, { Keys: Raw[] }> }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([table, { Keys }]) => [
          table,
          Keys.map(get).filter((item) => item !== undefined),
        ]),
      ),
    })),
  );
  mock.on(QueryCommand).callsFake(
    call('Query', (input: QueryCommand['input']) => {
      const values = unmarshall(input.ExpressionAttributeValues!);
      const found = selected(
        ({ pk, sk }) => pk === values[':pk'] && String(sk).startsWith(String(values[':prefix'] ?? '')),
      );
      const ordered = input.ScanIndexForward === false ? found.toReversed() : found;
      const start = input.ExclusiveStartKey === undefined ? null : nameOf(unmarshall(input.ExclusiveStartKey));
      const rest = start === null ? ordered : ordered.slice(ordered.findIndex((item) => nameOf(item) === start) + 1);
      const page = rest.slice(0, input.Limit ?? 2);
      const { pk, sk } = page.at(-1) ?? {};
      return {
        Items: page.map((item) => marshall(item)),
        LastEvaluatedKey: page.length < rest.length ? marshall({ pk, sk }) : undefined,
      };
    }),
  );
  mock.on(ScanCommand).callsFake(
    call('Scan', () => ({
      Items: selected(({ sk }) => String(sk).startsWith('seq#')).map((item) => marshall(item)),
    })),
  );
  mock.on(PutItemCommand).callsFake(call('PutItem', (input: object) => one(putOf(input))));
  mock.on(UpdateItemCommand).callsFake(call('UpdateItem', (input: object) => one(updateOf(input))));
  mock.on(DeleteItemCommand).callsFake(call('DeleteItem', (input: object) => one(deleteOf(input))));
  mock.on(TransactWriteItemsCommand).callsFake(
    call(
      'TransactWriteItems',
      ({ TransactItems }: { TransactItems: { Put?: object; Update?: object; Delete?: object }[] }) =>
        apply(
          TransactItems.map(({ Put, Update, Delete }) =>
            Put ? putOf(Put) : Update ? updateOf(Update) : deleteOf(Delete!),
          ),
          cancelled,
          'ConditionalCheckFailed',
        ),
    ),
  );
  mock
    .on(ExecuteTransactionCommand)
    .callsFake(
      call(
        'ExecuteTransaction',
        ({ TransactStatements }: { TransactStatements: { Statement: string; Parameters: AttributeValue[] }[] }) =>
          apply(TransactStatements.map(insertOf), cancelled, 'DuplicateItem'),
      ),
    );

  return {
    client,
    mock,
    calls,
    /** Spoils the n-th call from now, counted from 1. */
    failCall: (n: number, fault: CallFault) => void faults.set(calls.length + n, fault),
    healed: () => faults.clear(),
    contents: () => structuredClone([...items.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    /** Writes past every condition. */
    overwrite: (item: Stored) => void items.set(nameOf(item), item),
    find: (wanted: (item: Stored) => boolean) => [...items.values()].find(wanted),
  };
}

type Input = {
  readonly Item?: Raw;
  readonly Key?: Raw;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeValues?: Raw;
};
const conditional = ({ ConditionExpression, ExpressionAttributeValues }: Input) => ({
  condition: ConditionExpression,
  values: unmarshall(ExpressionAttributeValues ?? {}) as Stored,
});

function putOf(input: Input): Write {
  const item = unmarshall(input.Item!) as Stored;
  return { name: nameOf(item), ...conditional(input), next: () => item };
}

function deleteOf(input: Input): Write {
  return { name: nameOf(unmarshall(input.Key!)), ...conditional(input), next: () => undefined };
}

/** `SET name = :value`, or a list that is appended to. */
function updateOf(input: Input): Write {
  const key = unmarshall(input.Key!) as Stored;
  const { condition, values } = conditional(input);
  const [, name, right] = /^SET (\w+) = (.+)$/.exec(input.UpdateExpression!)!;
  return {
    name: nameOf(key),
    condition,
    values,
    next: (before) => {
      const list = /^list_append\(if_not_exists\(\w+, (:\w+)\), (:\w+)\)$/.exec(right!);
      const value =
        list === null
          ? values[right!]
          : [...((before?.[name!] ?? values[list[1]!]) as Value[]), ...(values[list[2]!] as Value[])];
      return { ...(before ?? key), [name!]: value as Value };
    },
  };
}

function insertOf({ Statement, Parameters }: { Statement: string; Parameters: AttributeValue[] }): Write {
  if (!Statement.startsWith('INSERT INTO "')) throw sdkError('ValidationException', 400);
  const names = [...Statement.matchAll(/'(\w+)': \?/g)].map((match) => match[1]!);
  const item = unmarshall(Object.fromEntries(names.map((name, i) => [name, Parameters[i]!]))) as Stored;
  return { name: nameOf(item), condition: 'attribute_not_exists(pk)', values: {}, next: () => item };
}

const nameOf = ({ pk, sk }: Record<string, unknown>): string => JSON.stringify([pk, sk]);
