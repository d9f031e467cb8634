import { CodeBuildClient, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '../../core/contracts/ids.ts';
import { targetParameterName } from '../../core/contracts/target.ts';
import { createCloudwatchAlarms } from '../../lambdas/adapters/cloudwatch-alarms.ts';
import { createCloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { createCloudwatchTraffic } from '../../lambdas/adapters/cloudwatch-traffic.ts';
import { createCodebuildGates } from '../../lambdas/adapters/codebuild-gates.ts';
import { createDynamoAuditLog } from '../../lambdas/adapters/dynamo-audit-log.ts';
import { createDynamoBudgets } from '../../lambdas/adapters/dynamo-budgets.ts';
import { createDynamoControls } from '../../lambdas/adapters/dynamo-controls.ts';
import { createDynamoHolds } from '../../lambdas/adapters/dynamo-holds.ts';
import { createDynamoLocks } from '../../lambdas/adapters/dynamo-locks.ts';
import { createDynamoPermits } from '../../lambdas/adapters/dynamo-permits.ts';
import { createDynamoReleases } from '../../lambdas/adapters/dynamo-releases.ts';
import { createDynamoTrustLedger } from '../../lambdas/adapters/dynamo-trust-ledger.ts';
import { createEventBridgeBus } from '../../lambdas/adapters/eventbridge-bus.ts';
import { createS3Blobs } from '../../lambdas/adapters/s3-blobs.ts';
import { createSchedulerBell } from '../../lambdas/adapters/scheduler-bell.ts';
import { createSecretLinkSigner } from '../../lambdas/adapters/secret-link-signer.ts';
import { createSesMail } from '../../lambdas/adapters/ses-mail.ts';
import { createSfnCallbacks } from '../../lambdas/adapters/sfn-callbacks.ts';
import { createSfnExecutions } from '../../lambdas/adapters/sfn-executions.ts';
import { createSsmSettings } from '../../lambdas/adapters/ssm-settings.ts';
import { createSsmTargets } from '../../lambdas/adapters/ssm-targets.ts';
import type { Checks, Ports, Reviewer, Vcs } from '../../lambdas/ports.ts';
import { deployerWorld, NEW, TARGETS } from '../../test/support/aws-double/deployer-world.ts';
import type { MetricQuestion } from '../../test/support/aws-double/cloudwatch.ts';
import { configOf } from '../../test/support/config-of.ts';
import { fakeChecks } from '../../test/support/fakes/checks.ts';
import { fakeReviewer } from '../../test/support/fakes/reviewer.ts';
import { fakeVcs } from '../../test/support/fakes/vcs.ts';
import { someChange } from '../../test/support/some-change.ts';
import { counted, type Call } from './counted.ts';

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } };
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:interlock-release';

export type AwsHome = Awaited<ReturnType<typeof awsHome>>;

/**
 * Every step's ports as they are on AWS: the real adapters, on services that answer from memory. `calls` has every call
 * that is made. Version control and the model are stand-ins that count, since they are not AWS' or not orchestration.
 */
export async function awsHome(value: (question: MetricQuestion) => number | null, diff: string) {
  const calls: Call[] = [];
  const world = await deployerWorld({ value });
  const { clock, clients, documents } = world;
  const dynamo = counted('DynamoDB', world.dynamo.client, calls);
  counted('Lambda', clients.lambda, calls);
  counted('CodeDeploy', clients.codeDeploy, calls);
  counted('CloudWatch', clients.cloudWatch, calls);
  const from = <C extends Parameters<typeof counted>[1]>(service: string, client: C) => counted(service, client, calls);
  const note = (service: string, operation: string) => calls.push({ service, operation, reads: 0, writes: 0 });

  const s3 = new S3Client(settings);
  const objects = new Map<string, Uint8Array>();
  mockClient(s3)
    .on(PutObjectCommand)
    .callsFake(({ Key, Body }: { Key: string; Body: Uint8Array }) => {
      objects.set(Key, Body);
      return {};
    })
    .on(GetObjectCommand)
    .callsFake(({ Key }: { Key: string }) => {
      const bytes = objects.get(Key);
      if (bytes === undefined) throw new NoSuchKey({ message: Key, $metadata: {} });
      return { Body: { transformToByteArray: async () => bytes } };
    });
  const answers: { token: string; output: unknown }[] = [];
  const started: { name: string; input: unknown }[] = [];
  const sfn = new SFNClient(settings);
  mockClient(sfn)
    .on(SendTaskSuccessCommand)
    .callsFake((i: { taskToken: string; output: string }) => {
      answers.push({ token: i.taskToken, output: JSON.parse(i.output) });
      return {};
    })
    .on(StartExecutionCommand)
    .callsFake((i: { name: string; input: string }) => {
      started.push({ name: i.name, input: JSON.parse(i.input) });
      return {};
    })
    .on(DescribeExecutionCommand)
    .resolves({ status: 'RUNNING' });
  const mails: string[] = [];
  const ses = new SESv2Client(settings);
  mockClient(ses)
    .on(SendEmailCommand)
    .callsFake((i: SendEmailCommand['input']) => {
      mails.push(i.Content?.Simple?.Body?.Text?.Data ?? '');
      return {};
    });
  const ssm = new SSMClient(settings);
  const config = {
    ...configOf(),
    services: { shop: { ...configOf().services.shop, repository: 'github:example/shop' } },
  };
  mockClient(ssm)
    .on(GetParameterCommand)
    .resolves({ Parameter: { Value: JSON.stringify(config), Version: 1 } })
    .on(GetParameterCommand, { Name: targetParameterName('shop') })
    .resolves({ Parameter: { Value: JSON.stringify({ production: TARGETS.production }) } });
  const events = new EventBridgeClient(settings);
  mockClient(events)
    .on(PutEventsCommand)
    .resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  const scheduler = new SchedulerClient(settings);
  const bells: { at: number; holdId: string }[] = [];
  mockClient(scheduler)
    .on(CreateScheduleCommand)
    .callsFake((i: CreateScheduleCommand['input']) => {
      bells.push({ at: Date.parse(`${i.ScheduleExpression!.slice(3, -1)}Z`), holdId: i.Name! });
      return {};
    });
  const secrets = new SecretsManagerClient(settings);
  mockClient(secrets)
    .on(GetSecretValueCommand)
    .resolves({ SecretString: 'k'.repeat(40) });
  const codeBuild = new CodeBuildClient(settings);
  mockClient(codeBuild)
    .on(StartBuildCommand)
    .resolves({ build: { id: 'gates:build-1' } });

  const options = { table: 'table', clock };
  const blobs = createS3Blobs(from('S3', s3), { bucket: 'evidence' });
  const releases = createDynamoReleases(dynamo, options);
  const callbacks = createSfnCallbacks(from('SFN', sfn));
  const settingsSource = createSsmSettings(from('SSM', ssm), {
    parameter: '/interlock/settings',
    policiesFolder: fileURLToPath(new URL('../../policies/', import.meta.url)),
    clock,
  });
  const ports: Ports = {
    clock,
    auditLog: createDynamoAuditLog(dynamo, { ...options, agentVersion: 'interlock/bench' }),
    blobs,
    releases,
    vcs: noted(fakeVcs(someChange({ diff, digest: NEW.digest })), () => note('Vcs', 'request')) as Vcs,
    gates: createCodebuildGates(from('CodeBuild', codeBuild), {
      project: () => 'gates',
      documents,
      blobs,
      releases,
      callbacks,
    }),
    reviewer: noted(fakeReviewer(), () => note('Model', 'Converse')) as Reviewer,
    deployer: world.deployer,
    metrics: createCloudwatchMetrics(clients.cloudWatch, { documents, settings: settingsSource }),
    traffic: createCloudwatchTraffic(clients.cloudWatch, { targets: createSsmTargets(from('SSM', ssm)), clock }),
    alarms: createCloudwatchAlarms(clients.cloudWatch, {
      targets: createSsmTargets(from('SSM', ssm)),
      settings: settingsSource,
    }),
    checks: noted(fakeChecks(), () => note('Lambda', 'Invoke')) as Checks,
    mail: createSesMail(from('SESv2', ses), dynamo, { from: 'interlock@example.com', ...options, onFault: () => {} }),
    holds: createDynamoHolds(dynamo, {
      ...options,
      succeed: (token, word) => callbacks.succeed(token, word),
      setBell: createSchedulerBell(from('Scheduler', scheduler), { roleArn: 'r', targetArn: 't', group: 'g', clock }),
    }),
    callbacks,
    locks: createDynamoLocks(dynamo, options),
    permits: createDynamoPermits(dynamo, options),
    controls: createDynamoControls(dynamo, options),
    trust: createDynamoTrustLedger(dynamo, options),
    budgets: createDynamoBudgets(dynamo, options),
    executions: createSfnExecutions(sfn, { machineArn: MACHINE }),
    bus: createEventBridgeBus(from('EventBridge', events), { busName: 'interlock' }),
    settings: settingsSource,
    linkSigner: await createSecretLinkSigner(from('SecretsManager', secrets), { secretArn: 'arn' }),
  };
  return { ...world, ports, calls, answers, started, bells, mails, objects, service: 'shop' as ServiceName };
}

/** Notes each call of a stand-in's functions. */
function noted<T extends object>(port: T, note: () => void): T {
  return new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        note();
        return (member as (...given: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}
