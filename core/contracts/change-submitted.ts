import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { commitShaSchema, instantSchema, serviceNameSchema, untrustedText } from './ids.ts';

/** Where the commits are. LOCAL is a git repository on the machine of the embedded home. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('LOCAL'), path: untrustedText(1000).min(1) }),
  z.strictObject({ kind: z.literal('GITHUB'), owner: untrustedText(100), name: untrustedText(100) }),
  z.strictObject({ kind: z.literal('CODECOMMIT'), name: untrustedText(100) }),
]);
export type Source = z.infer<typeof sourceSchema>;

/**
 * The one event that starts a release (000-1, 004-28). `repository` is its name in the log, `change` names the pull
 * request or branch within it: `pr/17`, `branch/fix-latency`. A newer head of the same (repository, change, service)
 * supersedes an open release of an older one.
 */
export const changeSubmittedSchema = z.strictObject({
  kind: z.literal('change.submitted'),
  version: z.literal(1),
  source: sourceSchema,
  repository: untrustedText(200).min(1),
  change: untrustedText(200).min(1),
  service: serviceNameSchema,
  base: commitShaSchema,
  head: commitShaSchema,
  title: untrustedText(300),
  description: untrustedText(10_000),
  submittedBy: actorSchema,
  trigger: z.enum(['CLI', 'WEBHOOK', 'SCHEDULE', 'CHATOPS']),
  at: instantSchema,
});
export type ChangeSubmitted = z.infer<typeof changeSubmittedSchema>;
