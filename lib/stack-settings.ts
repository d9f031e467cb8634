import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { existingTargetSchema } from './constructs/register-target.ts';

const plainName = z.string().regex(/^[\w.-]{1,100}$/, 'expected letters, digits, ".", "-" and "_", at most 100');
const repositorySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('GITHUB'), owner: plainName, name: plainName }),
  z.strictObject({ kind: z.literal('CODECOMMIT'), name: plainName }),
]);

/** `interlock.aws.yaml`: what only a deployment to AWS has to know. */
export const stackSettingsSchema = z.strictObject({
  /** Sender of the mails; SES asks once whether it is yours. */
  mailFrom: z.email(),
  /** The repository of services whose `repository` in the config is a path; not needed when there is none. */
  repository: repositorySchema.optional(),
  githubApiUrl: z.url().default('https://api.github.com'),
  alarmMails: z
    .strictObject({ page: z.array(z.email()).default([]), ticket: z.array(z.email()).default([]) })
    .prefault({}),
  /** Where runbook links lead. */
  runbookUrl: z.url().default('https://example.com/interlock/runbook.md'),
  /** Deployment groups that were there before Interlock. */
  targets: z.array(existingTargetSchema).max(100).default([]),
});
export type StackSettings = z.infer<typeof stackSettingsSchema>;

export function loadStackSettings(file: string): StackSettings {
  if (!existsSync(file))
    throw new Error(`no deployment settings at ${file}; copy lib/example-stack/interlock.aws.yaml and fill it in`);
  const parsed = stackSettingsSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
