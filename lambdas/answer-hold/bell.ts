import * as z from 'zod';
import type { AnswerResult } from './answer-as.ts';

/** What a hold's bell says (lambdas/adapters/scheduler-bell.ts), and what became of it. */
export const bellContract = {
  input: z.strictObject({ kind: z.literal('DEADLINE'), holdId: z.string().min(1).max(60) }),
  output: z.strictObject({ status: z.enum(['ENDED', 'REFUSED', 'UNKNOWN']) }),
};

/** Rings for a hold's deadline. A hold that was answered before refuses, which is no fault. */
export const createBell =
  (deadline: (holdId: string) => Promise<AnswerResult | null>) =>
  async ({ holdId }: { holdId: string }) => ({ status: (await deadline(holdId))?.kind ?? ('UNKNOWN' as const) });
