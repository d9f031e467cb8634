import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { dynamoDbClient } from '../../../lambdas/kit/clients.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { emulatorUrl } from '../emulator.ts';

/** An empty table with the keys that all tables of the stack have. */
export async function temporaryTable() {
  emulatorUrl();
  const table = `interlock-test-${randomUUID()}`;
  await dynamoDbClient().send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const end = async () => void (await dynamoDbClient().send(new DeleteTableCommand({ TableName: table })));
  return { table, clock: fixedClock(), end };
}

/** An adapter and a second one on the same table, as two Lambda functions have them. */
export async function adapterOnTable<P>(
  create: (options: { readonly table: string; readonly clock: ReturnType<typeof fixedClock> }) => P,
) {
  const { table, clock, end } = await temporaryTable();
  return { port: create({ table, clock }), other: create({ table, clock }), clock, end };
}
