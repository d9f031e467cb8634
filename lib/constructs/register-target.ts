import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { z } from 'zod';
import { serviceNameSchema } from '../../core/contracts/ids.ts';
import { targetParameterName, type Target, targetsSchema } from '../../core/contracts/target.ts';

/** A Lambda deployment group that was there before Interlock: `targets` of the deployment's settings. */
export const existingTargetSchema = targetsSchema.extend({ service: serviceNameSchema });
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
