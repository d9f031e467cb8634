import * as z from 'zod';

/** One gate: a command on a clean checkout of the head, or the built-in secrets scan of the added lines. */
export const gateSchema = z.union([
  z.strictObject({
    name: z.string().min(1).max(60),
    command: z.string().min(1).max(2000),
    category: z.enum(['lint', 'type', 'test', 'security', 'coverage', 'other']).default('other'),
    timeoutSeconds: z.int().min(1).max(3600).default(300).describe('real seconds'),
    outputLimitKb: z.int().min(1).max(102_400).default(1024),
    memoryLimitMb: z.int().min(16).max(1_048_576).default(2048),
    report: z
      .strictObject({
        kind: z.enum(['junit', 'sarif']),
        path: z.string().min(1).max(300).describe('in the checkout; a report that is missing fails the gate'),
      })
      .optional(),
  }),
  z.strictObject({ name: z.string().min(1).max(60), builtin: z.literal('secrets') }),
]);
export type Gate = z.infer<typeof gateSchema>;

/** Stages run one after the other; gates within a stage too. After a failed stage the rest is SKIPPED, which fails. */
export const gatesSchema = z.strictObject({
  stages: z
    .array(z.strictObject({ name: z.string().min(1).max(60), gates: z.array(gateSchema).min(1).max(50) }))
    .min(1)
    .max(20),
});
export type GatesConfig = z.infer<typeof gatesSchema>;
