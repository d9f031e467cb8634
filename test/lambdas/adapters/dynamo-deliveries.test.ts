import { beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createDynamoDeliveries } from '../../../lambdas/adapters/dynamo-deliveries.ts';

const mock = mockClient(DynamoDBClient);
const deliveries = createDynamoDeliveries(new DynamoDBClient({ region: 'eu-west-1' }), { table: 'releases' });
const failed = (name: string, more: object = {}) => Object.assign(new Error('secret detail'), { name, ...more });
beforeEach(() => void mock.reset());

describe('deliveries in DynamoDB', () => {
  it('claims by a condition that holds for what is new or was left for a minute', async () => {
    mock.on(PutItemCommand).resolves({});
    expect(await deliveries.begin('k', 'id-1', 1_000_000)).toBe('BEGUN');
    expect(mock.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'releases',
      Item: {
        ...{ pk: { S: 'DELIVERY#k' }, sk: { S: 'DELIVERY' }, deliveryId: { S: 'id-1' } },
        ...{ claimedUntil: { N: '1060000' }, expiresAt: { N: String(1000 + 30 * 86_400) } },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR (attribute_not_exists(outcome) AND claimedUntil < :now)',
      ExpressionAttributeValues: { ':now': { N: '1000000' } },
    });
  });

  it.each([
    ['DONE', { Item: { outcome: { S: 'accepted' } } }],
    ['BUSY', { Item: { claimedUntil: { N: '1' } } }],
    ['BUSY', {}],
  ])('is %s when the condition fails on %j', async (answer, more) => {
    mock.on(PutItemCommand).rejects(failed('ConditionalCheckFailedException', more));
    expect(await deliveries.begin('k', 'id-1', 1)).toBe(answer);
  });

  it.each([
    ['ThrottlingException', Transient],
    ['TimeoutError', Transient],
    ['AccessDeniedException', Terminal],
  ])('%s is named and nothing else is said', async (name, kind) => {
    mock.onAnyCommand().rejects(failed(name));
    for (const asked of [() => deliveries.begin('k', 'i', 1), () => deliveries.finish('k', 'r')]) {
      await expect(asked()).rejects.toThrow(kind);
      await expect(asked()).rejects.not.toThrow(/secret detail/);
    }
  });

  it('records the result, bounded', async () => {
    mock.on(UpdateItemCommand).resolves({});
    await deliveries.finish('k', 'r'.repeat(5000));
    expect(mock.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: { S: 'DELIVERY#k' }, sk: { S: 'DELIVERY' } },
      ExpressionAttributeValues: { ':outcome': { S: 'r'.repeat(1000) } },
    });
  });
});
