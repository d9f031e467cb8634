import { z } from 'zod';
import { commitShaSchema, digestSchema } from './ids.ts';
import type { Version } from './shift.ts';

const name = z.string().min(1).max(200);

/** Where a service's traffic is moved in one environment: a Lambda alias and the CodeDeploy group that moves it. */
export const targetSchema = z.object({
  functionName: name,
  alias: name,
  applicationName: name,
  deploymentGroupName: name,
  /** Names of the CloudWatch alarms on which CodeDeploy gives the traffic back. */
  alarms: z.array(name).max(50).default([]),
  /** Base URL at which this environment is asked for its health; without it the alias is invoked. */
  url: z.url().optional(),
});
export type Target = z.infer<typeof targetSchema>;

/** Registration of a service: the JSON of the parameter `targetParameterName`. */
export const targetsSchema = z.object({ production: targetSchema, staging: targetSchema.optional() });
export type Targets = z.infer<typeof targetsSchema>;

export const targetParameterName = (service: string): string => `/interlock/targets/${service}`;

/** Description of a published version. What its function's owner publishes first must carry it too. */
export const versionDescription = ({ commit, digest }: Version): string => `interlock ${commit} ${digest}`;

/** The version that a description names; null when it was not written by Interlock or GuardedFunction. */
export function versionOfDescription(description: string | undefined): Version | null {
  const [word, commit, digest, ...rest] = (description ?? '').split(' ');
  const parsed = { commit: commitShaSchema.safeParse(commit), digest: digestSchema.safeParse(digest) };
  if (word !== 'interlock' || rest.length > 0 || !parsed.commit.success || !parsed.digest.success) return null;
  return { commit: parsed.commit.data, digest: parsed.digest.data };
}
