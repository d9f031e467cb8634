import { setTimeout as sleep } from 'node:timers/promises';
import { Terminal } from '../../../core/contracts/errors.ts';
import type { Target } from '../../../core/contracts/target.ts';
import { lambdaClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { DeploymentDocuments } from '../deployment-documents.ts';
import { lambdaPlatform } from '../lambda-platform.ts';
import type { Platform } from '../platform.ts';
import type { EnvOf } from './context.ts';

/** Written into the bundle (lib/bundle-steps.ts): false in a deployment without ECS targets, whose bundles are smaller. */
declare const INTERLOCK_ECS: boolean;

export function platformOf(
  env: EnvOf<typeof portEnv.blobs>,
  documents: Pick<DeploymentDocuments, 'artifacts'>,
): (target: Target) => Promise<Platform> {
  const lambda = { documents, bucket: env.EVIDENCE_BUCKET, pause: (ms: number) => sleep(ms) };
  return async (target) => {
    if (target.kind === 'LAMBDA') return lambdaPlatform({ ...lambda, lambda: lambdaClient() }, target);
    if (typeof INTERLOCK_ECS === 'undefined' || INTERLOCK_ECS)
      return (await import('./ecs-platform.ts')).ecsPlatformOf(target, documents);
    throw new Terminal(
      `${target.service} runs in ECS: name it in \`targets\` of the deployment settings and deploy again`,
    );
  };
}
