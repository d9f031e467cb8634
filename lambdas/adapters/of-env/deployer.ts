import { cloudWatchClient, codeDeployClient, dynamoDbClient, ssmClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { Deployer } from '../../ports.ts';
import { createCodedeployDeployer } from '../codedeploy-deployer.ts';
import { createDeploymentDocuments } from '../deployment-documents.ts';
import { createSsmTargets } from '../ssm-targets.ts';
import { clock } from './clock.ts';
import type { EnvOf } from './context.ts';
import { platformOf } from './platform.ts';

export function deployerOf(env: EnvOf<typeof portEnv.deployments & typeof portEnv.blobs>): Deployer {
  const documents = createDeploymentDocuments(dynamoDbClient(), env.DEPLOYMENTS_TABLE);
  return createCodedeployDeployer(
    { codeDeploy: codeDeployClient(), cloudWatch: cloudWatchClient() },
    {
      documents,
      targets: createSsmTargets(ssmClient()),
      platformOf: platformOf(env, documents),
      clock,
      configPrefix: env.DEPLOYMENTS_PREFIX,
    },
  );
}
