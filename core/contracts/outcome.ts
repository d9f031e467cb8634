import * as z from 'zod';

export const outcomeSchema = z.enum([
  'DEPLOYED',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
  'SUPERSEDED',
  'ROLLED_BACK',
  'ROLLBACK_FAILED',
  'ERRORED',
]);
export type Outcome = z.infer<typeof outcomeSchema>;
