import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { releaseIdSchema, type ServiceName } from '../../core/contracts/ids.ts';
import type { Environment } from '../../core/contracts/shift.ts';
import { FREE_LOCK, lock, type LockState } from '../../core/lock/lock.ts';
import type { Clock, Locks } from '../ports.ts';
import { changeDocument } from './change-document.ts';
import { stored } from '../kit/checked.ts';
import { dynamoTable } from './dynamo-table.ts';

const lockStateSchema: z.ZodType<LockState> = z.strictObject({
  holder: z.strictObject({ releaseId: releaseIdSchema, fence: z.int().positive(), at: z.number() }).nullable(),
  nextFence: z.int().positive(),
  queue: z.array(z.strictObject({ releaseId: releaseIdSchema, since: z.number() })),
});

type Options = { readonly table: string; readonly clock: Clock };

/** The locks in DynamoDB: one item a lock, each step of core/lock one conditional write on its version. */
export function createDynamoLocks(client: DynamoDBClient, { table, clock }: Options): Locks {
  const items = dynamoTable(client, table);
  const keyOf = (service: ServiceName, environment: Environment) => ({
    pk: `LOCK#${service}#${environment}`,
    sk: 'LOCK',
  });
  const step = async <R>(
    service: ServiceName,
    environment: Environment,
    next: (state: LockState) => { readonly state: LockState; readonly result: R },
  ): Promise<R> => {
    const what = `lock of ${service} in ${environment}`;
    let answer: R | undefined;
    await changeDocument(items, keyOf(service, environment), { schema: lockStateSchema, what }, (current) => {
      const before = current ?? FREE_LOCK;
      const { state, result } = next(before);
      answer = result;
      return state === before ? null : { next: state };
    });
    return answer as R;
  };

  return {
    take: (service, environment, releaseId, now) =>
      step(service, environment, (state) => lock(state, { kind: 'TAKE', releaseId, now })),
    evict: async (service, environment, fence) => {
      await step(service, environment, (state) => lock(state, { kind: 'EVICT', fence, now: clock.now() }));
    },
    release: async (service, environment, releaseId) => {
      await step(service, environment, (state) => lock(state, { kind: 'RELEASE', releaseId, now: clock.now() }));
    },
    holder: async (service, environment) => {
      const item = await items.get(keyOf(service, environment));
      return item === null ? null : stored(lockStateSchema, item['body'], `lock of ${service}`).holder;
    },
  };
}
