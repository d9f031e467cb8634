import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ExistingTarget } from './register-target.ts';

/** `<account>.dkr.ecr.<region>.amazonaws.com/<name>` as an ARN. */
export function repositoryArn(scope: Construct, uri: string): string {
  const [host = '', ...path] = uri.split('/');
  const [account = '', , , region = ''] = host.split('.');
  return `arn:${Stack.of(scope).partition}:ecr:${region}:${account}:repository/${path.join('/')}`;
}

/** Where the image of each of these services belongs that runs in containers. */
export function imageRepositories(
  targets: readonly ExistingTarget[],
  services: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    targets.flatMap(({ service, production }) =>
      production.kind === 'ECS' && services.includes(service) ? [[service, production.repository] as const] : [],
    ),
  );
}

const PUSH = [
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'PutImage',
];

/** Adds images to the registered repositories and nothing else: it reads none and removes none. */
export function allowPush(role: Role, repositories: Readonly<Record<string, string>>): void {
  const resources = [...new Set(Object.values(repositories).map((uri) => repositoryArn(role, uri)))];
  if (resources.length > 0)
    role.addToPolicy(new PolicyStatement({ actions: PUSH.map((action) => `ecr:${action}`), resources }));
}
