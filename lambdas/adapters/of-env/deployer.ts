import { cloudWatchClient, codeDeployClient, dynamoDbClient, lambdaClient, ssmClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Deployer } from '../../ports.ts';
import { createCodedeployDeployer } from '../codedeploy-deployer.ts';
import { createDeploymentDocuments } from '../deployment-documents.ts';
import { createSsmTargets } from '../ssm-targets.ts';
import { clock } from './clock.ts';
import type { EnvOf } from './context.ts';

export function deployerOf(env: EnvOf<typeof portEnv.deployments & typeof portEnv.blobs>): Deployer {
  return createCodedeployDeployer(
    { codeDeploy: codeDeployClient(), lambda: lambdaClient(), cloudWatch: cloudWatchClient() },
    {
      documents: createDeploymentDocuments(dynamoDbClient(), env.DEPLOYMENTS_TABLE),
      targets: createSsmTargets(ssmClient()),
      clock,
      bucket: env.EVIDENCE_BUCKET,
      configPrefix: env.DEPLOYMENTS_PREFIX,
    },
  );
}
