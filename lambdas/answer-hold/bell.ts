import * as z from 'zod';
import { Transient } from '../../core/contracts/errors.ts';
import type { AnswerResult } from './answer-as.ts';

/** What a hold's bell says (lambdas/adapters/scheduler-bell.ts), and what became of it. */
export const bellContract = {
  input: z.strictObject({ kind: z.literal('DEADLINE'), holdId: z.string().min(1).max(60) }),
  output: z.strictObject({ status: z.enum(['ENDED', 'REFUSED', 'UNKNOWN']) }),
};

/**
 * Rings for a hold's deadline. A hold that was answered before refuses, which is no fault. One whose deadline has not
 * come by this function's clock must be rung for again, and Scheduler does that only for a fault.
 */
export const createBell =
  (deadline: (holdId: string) => Promise<AnswerResult | null>) =>
  async ({ holdId }: { holdId: string }) => {
    const result = await deadline(holdId);
    if (result?.kind === 'REFUSED' && result.why === 'NOT_DUE')
      throw new Transient(`hold ${holdId}: ${result.message}`);
    return { status: result?.kind ?? ('UNKNOWN' as const) };
  };
