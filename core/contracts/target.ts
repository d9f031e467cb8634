import * as z from 'zod';
import { ecsTargetSchema } from './ecs-target.ts';
import { commitShaSchema, digestSchema } from './ids.ts';
import type { Version } from './shift.ts';
import { deploymentGroup, targetName } from './target-names.ts';

/** A Lambda alias and the CodeDeploy group that moves it. */
export const lambdaTargetSchema = z.object({
  kind: z.literal('LAMBDA'),
  functionName: targetName,
  alias: targetName,
  ...deploymentGroup,
  /** Base URL at which this environment is asked for its health; without it the alias is invoked. */
  url: z.url().optional(),
  /**
   * A metric that the function itself reports, once for each of its answers: 1 for one that is a failure, 0 for every
   * other; by `FunctionName`, and by `FunctionName` and `ExecutedVersion`. Without it only calls that throw are errors.
   */
  failures: z.strictObject({ namespace: targetName, metric: targetName }).optional(),
});
export type LambdaTarget = z.infer<typeof lambdaTargetSchema>;

/** Where a service's traffic is moved in one environment. What says no kind is a Lambda alias: so were the first ones. */
export const targetSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && !('kind' in value) ? { kind: 'LAMBDA', ...value } : value),
  z.discriminatedUnion('kind', [lambdaTargetSchema, ecsTargetSchema]),
);
export type Target = z.infer<typeof targetSchema>;

/** Registration of a service: the JSON of the parameter `targetParameterName`. */
export const targetsSchema = z.object({ production: targetSchema, staging: targetSchema.optional() });
export type Targets = z.infer<typeof targetsSchema>;

export const targetParameterName = (service: string): string => `/interlock/targets/${service}`;

/** Description of a published version. What its owner publishes first must carry it too. */
export const versionDescription = ({ commit, digest }: Version): string => `interlock ${commit} ${digest}`;

/** The version that a description names; null when it was not written by Interlock or GuardedFunction. */
export function versionOfDescription(description: string | undefined): Version | null {
  const [word, commit, digest, ...rest] = (description ?? '').split(' ');
  const parsed = { commit: commitShaSchema.safeParse(commit), digest: digestSchema.safeParse(digest) };
  if (word !== 'interlock' || rest.length > 0 || !parsed.commit.success || !parsed.digest.success) return null;
  return { commit: parsed.commit.data, digest: parsed.digest.data };
}
