import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { z } from 'zod';
import { serviceNameSchema } from '../../core/contracts/ids.ts';
import { targetParameterName, type Target, targetsSchema } from '../../core/contracts/target.ts';

/** A deployment group that was there before Interlock, of Lambda or of ECS: `targets` of the deployment's settings. */
export const existingTargetSchema = targetsSchema.extend({ service: serviceNameSchema }).refine(
  ({ production, staging }) =>
    staging === undefined ||
    (production.kind === staging.kind &&
      (production.kind !== 'ECS' || staging.kind !== 'ECS' || production.repository === staging.repository)),
  // What is tried in staging and what serves afterwards are the same bytes.
  { path: ['staging'], message: 'expected the same kind, and for ECS the same repository, as in production' },
);
export type ExistingTarget = z.infer<typeof existingTargetSchema>;

/** Tells Interlock where a service is deployed to. The steps read it whenever they ask what runs. */
export function registerTarget(
  scope: Construct,
  service: string,
  { production, staging }: { readonly production: Target; readonly staging?: Target | undefined },
): StringParameter {
  return new StringParameter(scope, `Target-${service}`, {
    parameterName: targetParameterName(service),
    stringValue: JSON.stringify({ production, ...(staging === undefined ? {} : { staging }) }),
    description: `Where Interlock deploys ${service}`,
  });
}
