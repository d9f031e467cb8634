import { createDeploymentDocuments, type DeploymentDocuments } from '../adapters/deployment-documents.ts';
import { settingsOf } from '../adapters/of-env/context.ts';
import { callbacksOf } from '../adapters/of-env/holds.ts';
import { createS3Blobs } from '../adapters/s3-blobs.ts';
import { dynamoDbClient, s3Client } from '../kit/clients.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = Pick<Ports, 'blobs' | 'callbacks' | 'settings'> & {
  readonly documents: Pick<DeploymentDocuments, 'gateRuns' | 'builds' | 'artifacts'>;
};

export function createDeps(env: Env): Deps {
  return {
    blobs: createS3Blobs(s3Client(), { bucket: env.EVIDENCE_BUCKET }),
    callbacks: callbacksOf(),
    settings: settingsOf(env),
    documents: createDeploymentDocuments(dynamoDbClient(), env.DEPLOYMENTS_TABLE),
  };
}
