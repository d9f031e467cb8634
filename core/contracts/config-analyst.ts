import * as z from 'zod';

/** The model's only place in a shift. Which model it is and where, `reviewer` says; with reviewer.kind none nobody is asked. */
export const analystSchema = z.strictObject({
  mode: z
    .enum(['off', 'explain', 'caution'])
    .default('caution')
    .describe('off: not asked; explain: words for people; caution: also asks for a person when it sees a regression'),
  timeoutSeconds: z.int().min(5).max(120).default(30).describe('real seconds for its one call'),
  maxTokens: z.int().min(100).max(8000).default(1500).describe('of the answer (002-19)'),
});
export type AnalystConfig = z.infer<typeof analystSchema>;
