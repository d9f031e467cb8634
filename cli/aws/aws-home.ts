import { fileURLToPath } from 'node:url';
import { createDynamoAuditLog } from '../../lambdas/adapters/dynamo-audit-log.ts';
import { dynamoAuditLines } from '../../lambdas/adapters/dynamo-audit-export.ts';
import { createDynamoReleases } from '../../lambdas/adapters/dynamo-releases.ts';
import { clock } from '../../lambdas/adapters/of-env/clock.ts';
import { executionsOf } from '../../lambdas/adapters/of-env/executions.ts';
import { holdsOf } from '../../lambdas/adapters/of-env/holds.ts';
import { budgetsOf, controlsOf } from '../../lambdas/adapters/of-env/state.ts';
import { readDeployment } from '../../lambdas/adapters/read-deployment.ts';
import { createS3Blobs } from '../../lambdas/adapters/s3-blobs.ts';
import { createSignedOperations } from '../../lambdas/adapters/signed-operations.ts';
import { createSsmSettings } from '../../lambdas/adapters/ssm-settings.ts';
import { dynamoDbClient, s3Client, ssmClient, stsClient } from '../../lambdas/kit/clients.ts';
import type { Deployment } from '../../core/contracts/deployment.ts';
import { gitSays } from '../git-says.ts';
import type { Home, ReadPorts } from '../home.ts';
import { awsFindings } from './aws-findings.ts';
import { awsOperations } from './aws-operations.ts';

/** Every look reads some dozen items and objects, which somebody pays for. */
const LOOK_MS = 5_000;

/**
 * The deployment that the ordinary AWS environment variables lead to. What is read, is read with the caller's own
 * permissions; what is changed, the deployment changes, for whom AWS proved the caller to be.
 */
export async function awsHome(): Promise<Home> {
  const deployment = await readDeployment({ ssm: ssmClient(), sts: stsClient() });
  const ports = readPorts(deployment);
  const operate = createSignedOperations({
    url: deployment.operationsUrl,
    region: deployment.region,
    credentials: () => ssmClient().config.credentials(),
  });
  return {
    target: 'aws',
    clock,
    ports,
    operations: awsOperations(operate, ports),
    auditLines: (releaseId) =>
      dynamoAuditLines(dynamoDbClient(), {
        table: deployment.tables.audit,
        ...(releaseId !== undefined && { releaseId }),
      }),
    engineIsRunning: () => true,
    weightOf: () => Promise.resolve(null),
    lookEveryMs: LOOK_MS,
    // Which repository counts is the deployment's to say: the clone only tells which commits are meant.
    cloneOf: (_, repo) => Promise.resolve(repo ?? (gitSays('.', 'rev-parse', '--show-toplevel') || '.')),
    findings: () => awsFindings(deployment, ports, operate),
    close: () => undefined,
  };
}

function readPorts({ tables, evidenceBucket, settingsParameter, releaseMachineArn }: Deployment): ReadPorts {
  const state = { DEPLOYMENTS_TABLE: tables.deployments, DEPLOYMENTS_PREFIX: 'reads only' };
  return {
    releases: createDynamoReleases(dynamoDbClient(), { table: tables.releases }),
    auditLog: createDynamoAuditLog(dynamoDbClient(), { table: tables.audit, clock, agentVersion: 'reads only' }),
    blobs: createS3Blobs(s3Client(), { bucket: evidenceBucket }),
    holds: holdsOf({ HOLDS_TABLE: tables.holds }),
    controls: controlsOf(state),
    budgets: budgetsOf(state),
    executions: executionsOf({ RELEASE_MACHINE_ARN: releaseMachineArn }),
    settings: createSsmSettings(ssmClient(), {
      parameter: settingsParameter,
      policiesFolder: fileURLToPath(new URL('../../policies/', import.meta.url)),
      clock,
    }),
  };
}
