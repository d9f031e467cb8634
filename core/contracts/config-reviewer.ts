import * as z from 'zod';

/** Which model is asked, and where: by the review of a change, and by the analyst of a shift. */
export const reviewerSchema = z.strictObject({
  kind: z
    .enum(['auto', 'bedrock', 'openai', 'none'])
    .default('auto')
    .describe('auto: Bedrock if AWS credentials are in the environment, else none'),
  model: z.string().min(1).max(200).default('anthropic.claude-sonnet-4-5-20250929-v1:0'),
  endpoint: z.url().optional().describe('base URL of an OpenAI-compatible API, for kind openai'),
  apiKeyEnv: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/)
    .optional()
    .describe('name of the environment variable that holds the key'),
  timeoutSeconds: z.int().min(5).max(300).default(60).describe('real seconds for one call'),
  maxTokens: z.int().min(100).max(20_000).default(2000).describe('of the answer (002-12)'),
  maxDiffCharacters: z
    .int()
    .min(1000)
    .max(1_000_000)
    .default(120_000)
    .describe('shown to the model; the rest is unseen'),
});
export type ReviewerConfig = z.infer<typeof reviewerSchema>;
