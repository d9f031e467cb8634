import * as dynamoDb from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ServiceError } from './json-service.ts';

type Command = new (input: object) => Parameters<DynamoDBClient['send']>[0];
export type Stores = {
  readonly dynamo: DynamoDBClient;
  readonly parameters: ReadonlyMap<string, string>;
  readonly executions: ReadonlyMap<string, string>;
};

/** The services of the JSON protocols that a deployment is read from, by the name in X-Amz-Target. */
export async function readService(stores: Stores, target: string, input: Readonly<Record<string, unknown>>) {
  const [service = '', operation = ''] = target.split('.');
  if (service.startsWith('DynamoDB')) {
    const Command = dynamoDb[`${operation}Command` as keyof typeof dynamoDb] as unknown as Command;
    return stores.dynamo.send(new Command(input));
  }
  if (target === 'AmazonSSM.GetParameter') {
    const Value = stores.parameters.get(String(input['Name']));
    if (Value === undefined) throw new ServiceError('ParameterNotFound');
    return { Parameter: { Name: input['Name'], Value, Version: 7 } };
  }
  if (target === 'AWSStepFunctions.DescribeExecution') {
    const status = stores.executions.get(String(input['executionArn']).split(':').at(-1)!);
    if (status === undefined) throw new ServiceError('ExecutionDoesNotExist');
    return { executionArn: input['executionArn'], status };
  }
  throw new ServiceError('UnknownOperationException', target);
}
