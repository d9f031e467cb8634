import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { deploymentConfig } from '../../../core/contracts/deployment-config.ts';
import { buildArtifactKey } from '../../../core/contracts/gates-report.ts';
import { versionDescription } from '../../../core/contracts/target.ts';
import { createCodedeployDeployer } from '../../../lambdas/adapters/codedeploy-deployer.ts';
import { createDeploymentDocuments } from '../../../lambdas/adapters/deployment-documents.ts';
import type { ShiftRequest } from '../../../lambdas/ports.ts';
import { commitOf, digestOf, service } from '../../contracts/samples.ts';
import { fakeDynamo } from '../fake-dynamo.ts';
import { fixedClock } from '../fixed-clock.ts';
import { startCloudWatch, type CloudWatchOptions } from './cloudwatch.ts';
import { startCodeDeploy } from './codedeploy.ts';
import { sha256Hex, startLambda } from './lambda.ts';
import { spoilCall } from './spoil-call.ts';
import { updateAliasBy } from './update-alias.ts';

export const OLD = { commit: commitOf(1), digest: digestOf(1) };
export const NEW = { commit: commitOf(2), digest: digestOf(2) };
const shop = service();

const clientTo = (endpoint: string, maxAttempts = 1) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  maxAttempts,
});
const targetOf = (environment: string) => ({
  functionName: `guarded-shop-${environment}`,
  alias: 'live',
  applicationName: 'guarded-shop',
  deploymentGroupName: environment,
  alarms: [`shop-${environment}-errors`],
});
export const TARGETS = { production: targetOf('production'), staging: targetOf('staging') };

export const shiftOf = (phase: 'CANARY' | 'ROLLOUT' | 'STAGING', over: Partial<ShiftRequest> = {}): ShiftRequest => ({
  shiftId: `rel-00000000000000000001.${phase}`,
  service: shop,
  environment: phase === 'STAGING' ? 'staging' : 'production',
  from: OLD,
  to: NEW,
  steps: {
    STAGING: [{ weight: 100, bakeSeconds: 21_600 }],
    CANARY: [{ weight: 5, bakeSeconds: 21_600 }],
    ROLLOUT: [
      { weight: 25, bakeSeconds: 600 },
      { weight: 100, bakeSeconds: 0 },
    ],
  }[phase],
  ...over,
});

/** Where the build of NEW left its artifact. */
export const ARTIFACT = buildArtifactKey('gates:1');

/** The deployer on the doubles: version 1 of OLD serves, the artifact of NEW was built and recorded. */
export async function deployerWorld({
  maxAttempts = 1,
  value = () => null,
}: { readonly maxAttempts?: number; readonly value?: CloudWatchOptions['value'] } = {}) {
  const clock = fixedClock();
  const on = new Set<string>();
  const alarmsOn = (names: readonly string[]) => Promise.resolve(names.filter((name) => on.has(name)));
  const lambda = await startLambda();
  const cloudWatch = await startCloudWatch({ value, alarmsOn });
  const updater = new LambdaClient(clientTo(lambda.url));
  const codeDeploy = await startCodeDeploy({
    now: clock.now,
    alarmsOn,
    updateAlias: updateAliasBy(updater),
    groups: {
      'guarded-shop/production': TARGETS.production,
      'guarded-shop/staging': TARGETS.staging,
    },
    configs: Object.fromEntries(
      [shiftOf('CANARY'), shiftOf('ROLLOUT')].map(({ steps }) => {
        const { name, ...config } = deploymentConfig('interlock', steps);
        return [name, config];
      }),
    ),
  });
  const clients = {
    lambda: new LambdaClient(clientTo(lambda.url)),
    codeDeploy: new CodeDeployClient(clientTo(codeDeploy.url, maxAttempts)),
    cloudWatch: new CloudWatchClient({ ...clientTo(cloudWatch.url), disableRequestCompression: true }),
  };
  const dynamo = fakeDynamo();
  const documents = createDeploymentDocuments(dynamo.client, 'deployments');
  const pauses: number[] = [];
  const deployer = createCodedeployDeployer(clients, {
    documents,
    targets: { target: (_, environment) => Promise.resolve(TARGETS[environment]) },
    clock,
    bucket: 'evidence',
    configPrefix: 'interlock',
    pause: async (ms) => void pauses.push(ms),
  });
  for (const { functionName, alias } of Object.values(TARGETS))
    lambda.add(functionName, alias, 'old bytes', versionDescription(OLD));
  lambda.objects.set(ARTIFACT, 'new bytes');
  await documents.artifacts.change(
    shop,
    () => ({ sha256: sha256Hex('new bytes'), key: ARTIFACT, published: {} }),
    NEW.commit,
  );
  return {
    clock,
    clients,
    lambda,
    codeDeploy,
    cloudWatch,
    dynamo,
    documents,
    deployer,
    pauses,
    alarms: on,
    faults: spoilCall(Object.values(clients)),
    production: () => lambda.alias(TARGETS.production.functionName, 'live'),
    staging: () => lambda.alias(TARGETS.staging.functionName, 'live'),
    deployments: () => codeDeploy.calls.filter((call) => call === 'CreateDeployment').length,
    close: async () => {
      updater.destroy();
      for (const client of Object.values(clients)) client.destroy();
      await Promise.all([lambda.close(), codeDeploy.close(), cloudWatch.close()]);
    },
  };
}
export type DeployerWorld = Awaited<ReturnType<typeof deployerWorld>>;
