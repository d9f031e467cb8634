import { repositorySlug } from '../../../core/release/repository-slug.ts';
import { codeBuildClient, dynamoDbClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { ContextPorts } from '../../kit/release-context.ts';
import type { Gates } from '../../ports.ts';
import { createCodebuildGates } from '../codebuild-gates.ts';
import { createDeploymentDocuments } from '../deployment-documents.ts';
import type { EnvOf } from './context.ts';
import { callbacksOf } from './holds.ts';

export function gatesOf(
  env: EnvOf<typeof portEnv.gates & typeof portEnv.deployments>,
  { blobs, releases }: Pick<ContextPorts, 'blobs' | 'releases'>,
): Gates {
  return createCodebuildGates(codeBuildClient(), {
    project: (source) => `${env.GATES_PROJECT_PREFIX}-${repositorySlug(source)}`,
    documents: createDeploymentDocuments(dynamoDbClient(), env.DEPLOYMENTS_TABLE),
    blobs,
    releases,
    callbacks: callbacksOf(),
  });
}
