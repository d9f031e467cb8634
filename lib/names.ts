import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HEARTBEAT } from '../core/contracts/heartbeat.ts';

/** One Interlock lives in an account and region. Its resources have fixed names, so that denies can name them. */
export const INTERLOCK = 'interlock';
/** What service teams own and Interlock deploys to begins so; IAM lets Interlock touch nothing else. */
export const GUARDED = 'guarded';
/** Every custom metric is in this namespace. */
export const NAMESPACE = HEARTBEAT.namespace;

export const named = (name: string): string => `${INTERLOCK}-${name}`;

/** An ARN made from names: for resources that would otherwise refer to each other in a circle. */
export function arnOf(
  scope: Construct,
  service: string,
  resource: string,
  resourceName: string,
  colon = false,
): string {
  const arnFormat = colon ? ArnFormat.COLON_RESOURCE_NAME : ArnFormat.SLASH_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service, resource, resourceName, arnFormat });
}
