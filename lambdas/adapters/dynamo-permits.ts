import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';
import { commitShaSchema, digestSchema, releaseIdSchema, serviceNameSchema } from '../../core/contracts/ids.ts';
import type { Clock, Permit, Permits } from '../ports.ts';
import { dynamoTable } from './dynamo-table.ts';
import { LOST } from './until-won.ts';

type Options = { readonly table: string; readonly clock: Clock };

const instant = z.int().nonnegative();
const permitSchema: z.ZodType<Permit> = z.object({
  releaseId: releaseIdSchema,
  service: serviceNameSchema,
  head: commitShaSchema,
  digest: digestSchema,
  fence: z.int().positive(),
  issuedAt: instant,
  expiresAt: instant,
  consumedBy: z.string().min(1).nullable(),
});

/** One-use permits in DynamoDB. An expired permit cannot be consumed; one that was consumed in time stays so. */
export function createDynamoPermits(client: DynamoDBClient, { table, clock }: Options): Permits {
  const items = dynamoTable(client, table);
  const keyOf = (releaseId: string) => ({ pk: `PERMIT#${releaseId}`, sk: 'PERMIT' });
  return {
    issue: async (permit) => {
      const item = { ...keyOf(permit.releaseId), ...permit };
      const written = await items.put(item, { condition: 'attribute_not_exists(pk)' });
      return written === LOST ? 'EXISTS' : 'ISSUED';
    },
    get: async (releaseId) => {
      const item = await items.get(keyOf(releaseId));
      if (item === null) return null;
      const { data, error } = permitSchema.safeParse(item);
      if (error) throw new Terminal(`stored permit of ${releaseId}: ${error.issues[0]?.path.join('.')} is malformed`);
      return data;
    },
    consume: async (releaseId, shiftId) => {
      const written = await items.update(
        keyOf(releaseId),
        'SET consumedBy = :shift',
        { ':shift': shiftId, ':nobody': null, ':now': clock.now() },
        'consumedBy = :shift OR (consumedBy = :nobody AND expiresAt > :now)',
      );
      return written !== LOST;
    },
  };
}
