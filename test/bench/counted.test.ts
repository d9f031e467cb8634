import { describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Call, counted } from '../../bench/cost/counted.ts';

class GetItemCommand {
  readonly input: Record<string, unknown>;
  constructor(input: Record<string, unknown>) {
    this.input = input;
  }
}
class PutItemCommand extends GetItemCommand {}
class TransactWriteItemsCommand extends GetItemCommand {}
class GetMetricDataCommand extends GetItemCommand {}
class ScanCommand extends GetItemCommand {}

const item = (bytes: number) => marshall({ pk: 'p', body: 'x'.repeat(bytes) });

async function ask(service: string, command: GetItemCommand, answer: unknown = {}): Promise<Call> {
  const calls: Call[] = [];
  const client = counted(
    service,
    { send: async () => (answer instanceof Error ? Promise.reject(answer) : answer) },
    calls,
  );
  await (client.send as (c: unknown) => Promise<unknown>)(command).catch(() => undefined);
  expect(calls).toHaveLength(1);
  return calls[0]!;
}

describe('what a call is billed for', () => {
  it.each([
    [10, 1],
    [1000, 1],
    [1100, 2],
    [5000, 5],
  ])('an item of %i bytes is written for %i units, in a transaction for twice as many', async (bytes, units) => {
    expect(await ask('DynamoDB', new PutItemCommand({ Item: item(bytes) }))).toMatchObject({ writes: units, reads: 0 });
    const TransactItems = [{ Put: { Item: item(bytes) } }, { Delete: {} }];
    const both = await ask('DynamoDB', new TransactWriteItemsCommand({ TransactItems }));
    expect(both.writes).toBe(2 * (units + 1));
  });

  it.each([
    [10, 1],
    [4000, 1],
    [5000, 2],
  ])('an item of %i bytes is read for %i units', async (bytes, units) => {
    const read = await ask('DynamoDB', new GetItemCommand({}), { Item: item(bytes) });
    expect(read).toMatchObject({ operation: 'GetItem', reads: units, writes: 0 });
  });

  it('what is not there is read for one unit, and a write whose condition fails is paid for', async () => {
    expect((await ask('DynamoDB', new GetItemCommand({}))).reads).toBe(1);
    expect((await ask('DynamoDB', new PutItemCommand({ Item: item(1100) }), new Error('condition'))).writes).toBe(2);
  });

  it('metrics are paid for by the metric, not by the call', async () => {
    const MetricDataQueries = Array.from({ length: 8 }, (_, i) => ({ Id: `m${i}` }));
    expect((await ask('CloudWatch', new GetMetricDataCommand({ MetricDataQueries }))).reads).toBe(8);
  });

  it('a call that it does not know fails the bench and is not free', async () => {
    const client = counted('DynamoDB', { send: async () => ({}) }, []);
    await expect((client.send as (c: unknown) => Promise<unknown>)(new ScanCommand({}))).rejects.toThrow('Scan');
  });
});
