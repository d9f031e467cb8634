import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { deploymentConfig } from '../../../core/contracts/deployment-config.ts';
import { ecsTargetSchema, type EcsTarget } from '../../../core/contracts/ecs-target.ts';
import { buildArtifactKey } from '../../../core/contracts/gates-report.ts';
import type { Digest } from '../../../core/contracts/ids.ts';
import { versionDescription, type LambdaTarget } from '../../../core/contracts/target.ts';
import { createCodedeployDeployer } from '../../../lambdas/adapters/codedeploy-deployer.ts';
import { createDeploymentDocuments } from '../../../lambdas/adapters/deployment-documents.ts';
import { ecsPlatform } from '../../../lambdas/adapters/ecs-platform.ts';
import { lambdaPlatform } from '../../../lambdas/adapters/lambda-platform.ts';
import type { ShiftRequest } from '../../../lambdas/ports.ts';
import { commitOf, digestOf, service } from '../../contracts/samples.ts';
import { fakeDynamo } from '../fake-dynamo.ts';
import { fixedClock } from '../fixed-clock.ts';
import { startCloudWatch, type CloudWatchOptions } from './cloudwatch.ts';
import { startCodeDeploy } from './codedeploy.ts';
import { startEcs } from './ecs.ts';
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
const targetOf = (environment: string): LambdaTarget => ({
  kind: 'LAMBDA',
  functionName: `guarded-shop-${environment}`,
  alias: 'live',
  applicationName: 'guarded-shop',
  deploymentGroupName: environment,
  alarms: [`shop-${environment}-errors`],
});
const BALANCING = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const ecsTargetOf = (environment: string, id: string): EcsTarget =>
  ecsTargetSchema.parse({
    kind: 'ECS',
    applicationName: 'guarded-shop',
    deploymentGroupName: environment,
    alarms: [`shop-${environment}-errors`],
    cluster: environment,
    service: 'shop',
    containerName: 'web',
    containerPort: 8080,
    listenerArn: `${BALANCING}:listener/app/${environment}/50dc6c495c0c918${id}/f2f7dc8efc522ab2`,
    targetGroupArns: [
      `${BALANCING}:targetgroup/${environment}-blue/73e2d6bc24d8a06${id}`,
      `${BALANCING}:targetgroup/${environment}-green/83e2d6bc24d8a06${id}`,
    ],
    repository: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop',
    roleArns: ['arn:aws:iam::123456789012:role/shop-task'],
    url: `https://${environment}.example.com`,
  });
export const ECS_TARGETS = { production: ecsTargetOf('production', '1'), staging: ecsTargetOf('staging', '2') };
export const NEW_IMAGE = `sha256:${'2'.repeat(64)}` as Digest;
const familyOf = (target: EcsTarget) => `shop-${target.deploymentGroupName}`;
export type Kind = 'LAMBDA' | 'ECS';
export const KINDS: readonly Kind[] = ['LAMBDA', 'ECS'];
export const TARGETS = { production: targetOf('production'), staging: targetOf('staging') };

export const shiftOf = (phase: 'CANARY' | 'ROLLOUT' | 'STAGING', over: Partial<ShiftRequest> = {}): ShiftRequest => ({
  shiftId: `rel-00000000000000000001.${phase}`,
  service: shop,
  environment: phase === 'STAGING' ? 'staging' : 'production',
  from: OLD,
  to: NEW,
  mayReturn: true,
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

type Options = {
  readonly kind?: Kind;
  readonly maxAttempts?: number;
  readonly keepsMinutes?: number;
  readonly value?: CloudWatchOptions['value'];
};

/** The deployer on the doubles: version 1 of OLD serves, the artifact of NEW was built and recorded. */
export async function deployerWorld(options: Options = {}) {
  const { kind = 'LAMBDA', maxAttempts = 1, keepsMinutes = 60, value = () => null } = options;
  const clock = fixedClock();
  const on = new Set<string>();
  const alarmsOn = (names: readonly string[]) => Promise.resolve(names.filter((name) => on.has(name)));
  const lambda = await startLambda();
  const ecs = await startEcs({ keepsMinutes });
  const cloudWatch = await startCloudWatch({ value, alarmsOn });
  const updater = new LambdaClient(clientTo(lambda.url));
  const codeDeploy = await startCodeDeploy({
    now: clock.now,
    alarmsOn,
    updateAlias: updateAliasBy(updater),
    moveService: ecs.moveService,
    groups: {
      'guarded-shop/production': TARGETS.production,
      'guarded-shop/staging': TARGETS.staging,
    },
    configs: Object.fromEntries(
      [shiftOf('CANARY'), shiftOf('ROLLOUT')].map(({ steps }) => {
        const { name, ...config } = deploymentConfig('interlock', steps, kind);
        return [name, config];
      }),
    ),
  });
  const clients = {
    lambda: new LambdaClient(clientTo(lambda.url)),
    ecs: new ECSClient(clientTo(ecs.ecs.url)),
    ecr: new ECRClient(clientTo(ecs.ecr.url)),
    loadBalancing: new ElasticLoadBalancingV2Client(clientTo(ecs.balancerUrl)),
    codeDeploy: new CodeDeployClient(clientTo(codeDeploy.url, maxAttempts)),
    cloudWatch: new CloudWatchClient({ ...clientTo(cloudWatch.url), disableRequestCompression: true }),
  };
  const dynamo = fakeDynamo();
  const documents = createDeploymentDocuments(dynamo.client, 'deployments');
  const pauses: number[] = [];
  const pausing = { meanwhile: async () => {} };
  const pause = async (ms: number) => {
    pauses.push(ms);
    await pausing.meanwhile();
  };
  const deployer = createCodedeployDeployer(clients, {
    documents,
    targets: {
      target: (_, environment) => Promise.resolve((kind === 'ECS' ? ECS_TARGETS : TARGETS)[environment]),
    },
    platformOf: (target) =>
      Promise.resolve(
        target.kind === 'ECS'
          ? ecsPlatform({ ...clients, documents }, target)
          : lambdaPlatform({ ...clients, documents, bucket: 'evidence', pause }, target),
      ),
    clock,
    configPrefix: 'interlock',
    pause,
  });
  /** Version 1 serves everywhere and says this of itself. */
  const serve = (label: string) => {
    for (const { functionName, alias } of Object.values(TARGETS)) lambda.add(functionName, alias, 'old bytes', label);
    for (const target of Object.values(ECS_TARGETS)) ecs.add(target, familyOf(target), label);
  };
  serve(versionDescription(OLD));
  lambda.objects.set(ARTIFACT, 'new bytes');
  ecs.images.add(`${ECS_TARGETS.production.repository}@${NEW_IMAGE}`);
  await documents.artifacts.change(
    shop,
    () => ({ sha256: sha256Hex('new bytes'), key: ARTIFACT, image: NEW_IMAGE, published: {} }),
    NEW.commit,
  );
  const serving = (environment: 'production' | 'staging') =>
    kind === 'ECS' ? ecs.serving(ECS_TARGETS[environment]) : lambda.alias(TARGETS[environment].functionName, 'live');
  return {
    clock,
    clients,
    lambda,
    ecs,
    codeDeploy,
    cloudWatch,
    dynamo,
    documents,
    deployer,
    pauses,
    /** What happens while somebody pauses. */
    pausing,
    serve,
    alarms: on,
    faults: spoilCall(Object.values(clients)),
    production: () => serving('production'),
    staging: () => serving('staging'),
    /** How many versions of production were ever published. */
    versions: () =>
      kind === 'ECS'
        ? ecs.revisions(familyOf(ECS_TARGETS.production)).length
        : lambda.versions(TARGETS.production.functionName),
    deployments: () => codeDeploy.calls.filter((call) => call === 'CreateDeployment').length,
    close: async () => {
      updater.destroy();
      for (const client of Object.values(clients)) client.destroy();
      await Promise.all([lambda.close(), ecs.close(), codeDeploy.close(), cloudWatch.close()]);
    },
  };
}
export type DeployerWorld = Awaited<ReturnType<typeof deployerWorld>>;
