import * as z from 'zod';
import { reviewerSchema } from '../../core/contracts/config-reviewer.ts';

/** `REVIEWER`: `reviewer` of the config as JSON. It is here because this step may read no settings. */
export const envSchema = z.object({
  REVIEWER: z
    .string()
    .max(4000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'expected JSON' });
        return z.NEVER;
      }
    })
    .pipe(reviewerSchema),
});
export type Env = z.output<typeof envSchema>;
