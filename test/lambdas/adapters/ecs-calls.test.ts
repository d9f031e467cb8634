import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeRulesCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { versionDescription } from '../../../core/contracts/target.ts';
import { buildArtifactKey } from '../../../core/contracts/gates-report.ts';
import { createDeploymentDocuments } from '../../../lambdas/adapters/deployment-documents.ts';
import { ecsPlatform } from '../../../lambdas/adapters/ecs-platform.ts';
import { service } from '../../contracts/samples.ts';
import { ECS_TARGETS, NEW, NEW_IMAGE, OLD } from '../../support/aws-double/deployer-world.ts';
import { fakeDynamo } from '../../support/fake-dynamo.ts';
import { callFaults, faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const shop = service();
const target = ECS_TARGETS.production;
const [blue, green] = target.targetGroupArns;

describe('the calls of an ECS target', () => {
  const settings = { region: 'eu-west-1' };
  const clients = {
    ecs: new ECSClient(settings),
    ecr: new ECRClient(settings),
    loadBalancing: new ElasticLoadBalancingV2Client(settings),
  };
  const ecs = mockClient(clients.ecs);
  const ecr = mockClient(clients.ecr);
  const balancing = mockClient(clients.loadBalancing);
  const OLD_ARN = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-production:1';
  const NEW_ARN = OLD_ARN.replace(/1$/, '2');
  const definition = (arn: string, image = 'old') => ({
    taskDefinitionArn: arn,
    family: 'shop-production',
    containerDefinitions: [{ name: 'web', image, dockerLabels: { 'interlock.version': versionDescription(OLD) } }],
  });
  const forward = (...weights: [string, number][]) => ({
    Actions: [
      {
        Type: 'forward' as const,
        ForwardConfig: { TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
      },
    ],
  });
  const taskSet = (arn: string, targetGroupArn: string, status = 'ACTIVE') => ({
    status,
    taskDefinition: arn,
    loadBalancers: [{ targetGroupArn }],
  });
  const active = (...taskSets: ReturnType<typeof taskSet>[]) => ({ services: [{ status: 'ACTIVE', taskSets }] });
  const documents = createDeploymentDocuments(fakeDynamo().client, 'deployments');
  const platform = ecsPlatform({ ...clients, documents }, target);
  beforeEach(async () => {
    for (const mock of [ecs, ecr, balancing]) mock.reset();
    balancing.on(DescribeRulesCommand).resolves({ Rules: [forward([blue, 95], [green, 5])] });
    ecs.on(DescribeServicesCommand).resolves(active(taskSet(OLD_ARN, blue, 'PRIMARY'), taskSet(NEW_ARN, green)));
    ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: definition(OLD_ARN) });
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: NEW_IMAGE }] });
    await documents.artifacts.change(
      shop,
      () => ({ sha256: 'a'.repeat(64), key: buildArtifactKey('gates:1'), image: NEW_IMAGE, published: {} }),
      NEW.commit,
    );
  });
  const publish = () => platform.publish(shop, NEW, OLD_ARN);

  it('reads the weights of the listener and the task sets behind its groups', async () => {
    expect(await platform.serving()).toEqual({ version: OLD_ARN, others: { [NEW_ARN]: 5 }, group: blue });
    expect(balancing.commandCalls(DescribeRulesCommand)[0]?.args[0].input).toMatchObject({
      ListenerArn: target.listenerArn,
    });
  });

  it.each([
    [
      'an action with one group and no weight',
      [{ Actions: [{ Type: 'forward' as const, TargetGroupArn: blue }] }],
      OLD_ARN,
      {},
    ],
    ['one group with weight 0', [forward([blue, 0])], OLD_ARN, {}],
    ['two rules of which one has moved', [forward([blue, 1]), forward([green, 1])], OLD_ARN, { [NEW_ARN]: 50 }],
    ['a rule of somebody else', [forward([blue, 1]), forward(['arn:other', 1])], OLD_ARN, {}],
    ['a third group', [forward([blue, 3], ['arn:other', 1])], OLD_ARN, { 'arn:other': 25 }],
  ])('%s', async (_, Rules, version, others) => {
    balancing.on(DescribeRulesCommand).resolves({ Rules });
    expect(await platform.serving()).toEqual({ version, others, group: blue });
  });

  it('reads every page of rules, and not without end', async () => {
    balancing
      .on(DescribeRulesCommand)
      .resolvesOnce({ Rules: [], NextMarker: 'next' })
      .resolves({ Rules: [forward([green, 1])] });
    expect((await platform.serving()).version).toBe(NEW_ARN);
    balancing.on(DescribeRulesCommand).resolves({ NextMarker: 'again' });
    await expect(platform.serving()).rejects.toThrow(/more than 20 pages/);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no rule', () => balancing.on(DescribeRulesCommand).resolves({ Rules: [] }), /forwards to none/],
    [
      'no listener',
      () => balancing.on(DescribeRulesCommand).rejects(sdkError('ListenerNotFoundException', 400)),
      /no listener/,
    ],
    ['no service', () => ecs.on(DescribeServicesCommand).resolves({ services: [] }), /no active service/],
    [
      'a service that is going',
      () => ecs.on(DescribeServicesCommand).resolves({ services: [{ status: 'INACTIVE' }] }),
      /no active/,
    ],
    [
      'no cluster',
      () => ecs.on(DescribeServicesCommand).rejects(sdkError('ClusterNotFoundException', 400)),
      /no active/,
    ],
    ['another controller', () => ecs.on(DescribeServicesCommand).resolves(active()), /CODE_DEPLOY/],
  ])('%s is a fault that says so', async (_, spoil, why) => {
    spoil();
    await expect(platform.serving()).rejects.toThrow(Terminal);
    await expect(platform.serving()).rejects.toThrow(why);
  });

  it('tasks that drain are nothing that serves', async () => {
    ecs
      .on(DescribeServicesCommand)
      .resolves(active(taskSet(OLD_ARN, blue, 'PRIMARY'), taskSet(NEW_ARN, green, 'DRAINING')));
    expect((await platform.serving()).others).toEqual({ [green]: 5 });
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'another image',
      () => ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: OLD.digest }] }),
      /another image/,
    ],
    [
      'a task definition without a name',
      () => ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: {} }),
      /no family/,
    ],
    [
      'a task definition without the container',
      () =>
        ecs
          .on(DescribeTaskDefinitionCommand)
          .resolves({ taskDefinition: { ...definition(OLD_ARN), containerDefinitions: [] } }),
      /no container web/,
    ],
    [
      'a revision with another image',
      () => ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: definition(NEW_ARN, 'other') }),
      /another image/,
    ],
    [
      'a revision without a number',
      () =>
        ecs
          .on(RegisterTaskDefinitionCommand)
          .resolves({ taskDefinition: definition('arn', `${target.repository}@${NEW_IMAGE}`) }),
      /no revision/,
    ],
    ['nothing', () => ecs.on(RegisterTaskDefinitionCommand).resolves({}), /another image/],
  ])('an answer about %s publishes nothing', async (_, spoil, why) => {
    spoil();
    await expect(publish()).rejects.toThrow(Terminal);
    await expect(publish()).rejects.toThrow(why);
    expect((await documents.artifacts.get(shop, NEW.commit))?.published).toEqual({});
  });

  const calls: readonly [string, (error: Error) => unknown, () => Promise<unknown>][] = [
    ['ECS DescribeServices', (e) => ecs.on(DescribeServicesCommand).rejects(e), () => platform.serving()],
    [
      'Elastic Load Balancing DescribeRules',
      (e) => balancing.on(DescribeRulesCommand).rejects(e),
      () => platform.serving(),
    ],
    [
      'ECS DescribeTaskDefinition',
      (e) => ecs.on(DescribeTaskDefinitionCommand).rejects(e),
      () => platform.description(OLD_ARN),
    ],
    ['ECR DescribeImages', (e) => ecr.on(DescribeImagesCommand).rejects(e), publish],
    ['ECS RegisterTaskDefinition', (e) => ecs.on(RegisterTaskDefinitionCommand).rejects(e), publish],
  ];
  it.each(calls)("%s: a fault has a name and never the SDK's own words", async (name, spoil, act) => {
    for (const fault of callFaults) {
      spoil(faultError(fault));
      await expect(act()).rejects.toThrow(fault === 'DENIED' ? Terminal : Transient);
      await expect(act()).rejects.toThrow(`${name}: `);
      await expect(act()).rejects.not.toThrow(SDK_SECRET);
    }
  });
});
