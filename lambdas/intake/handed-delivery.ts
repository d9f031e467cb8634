import * as z from 'zod';
import { commitShaSchema } from '../../core/contracts/ids.ts';
import type { PullRequestDelivery } from './pull-request-delivery.ts';

/** What the webhook hands over once GitHub's signature was checked. */
export type HandedDelivery = {
  readonly version: 1;
  /** Digest of the signed body: names the delivery, under whatever delivery id it came. */
  readonly key: string;
  readonly deliveryId: string;
  readonly delivery: PullRequestDelivery;
};

const name = z.string().min(1).max(100);
const deliverySchema: z.ZodType<PullRequestDelivery> = z.strictObject({
  owner: name,
  name,
  number: z.int().positive(),
  base: commitShaSchema,
  head: commitShaSchema,
  title: z.string().max(300),
  description: z.string().max(10_000),
  by: z.strictObject({ login: name, bot: z.boolean() }),
  at: z.iso.datetime(),
});

export const handedDeliverySchema: z.ZodType<HandedDelivery> = z.strictObject({
  version: z.literal(1),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  deliveryId: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  delivery: deliverySchema,
});
