import * as z from 'zod';

/** What a rule says of a change: OK (nothing to say), NOTE (told, changes nothing), PERSON (asks for a person), REJECT. */
export const reasonStatusSchema = z.enum(['OK', 'NOTE', 'PERSON', 'REJECT']);
export type ReasonStatus = z.infer<typeof reasonStatusSchema>;

/**
 * A node in the tree of reasons. Every output (comment, mail, page, CLI, audit) renders this tree.
 * `observed` is what was seen, `required` what the rule asks for; both are plain sentences' parts, never markup.
 */
export type Reason = {
  readonly rule: string;
  readonly status: ReasonStatus;
  readonly observed: string;
  readonly required: string;
  readonly children: readonly Reason[];
};

export const reasonSchema: z.ZodType<Reason> = z.strictObject({
  rule: z.string().max(100),
  status: reasonStatusSchema,
  observed: z.string().max(2000),
  required: z.string().max(2000),
  get children() {
    return z.array(reasonSchema).max(200);
  },
});
