import * as z from 'zod';

const name = z.string().min(1).max(300);

/** Where the parts of a deployment are: what the command line reads and calls. The stack writes it (lib/constructs). */
export const deploymentSchema = z.object({
  version: z.literal(1),
  region: name,
  account: name,
  tables: z.object({ audit: name, releases: name, holds: name, deployments: name }),
  evidenceBucket: name,
  settingsParameter: name,
  releaseMachineArn: z.string().regex(/^arn:/, 'expected an ARN'),
  publicUrl: z.url(),
  operationsUrl: z.url(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** One Interlock lives in an account and region, and this is where it says so. */
export const DEPLOYMENT_PARAMETER = '/interlock/deployment';
