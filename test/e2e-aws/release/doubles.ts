import { CodeBuildClient, BatchGetProjectsCommand, ListProjectsCommand } from '@aws-sdk/client-codebuild';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Template } from 'aws-cdk-lib/assertions';
import { execFileSync } from 'node:child_process';
import { resourcesOf } from '../../lib/synth.ts';
import { startBedrock } from '../../support/aws-double/bedrock.ts';
import { startCloudWatch } from '../../support/aws-double/cloudwatch.ts';
import { startCodeBuild } from '../../support/aws-double/codebuild.ts';
import { startCodeDeploy, type CodeDeployOptions } from '../../support/aws-double/codedeploy.ts';
import type { Project } from '../../support/aws-double/run-buildspec.ts';
import { startScheduler } from '../../support/aws-double/scheduler.ts';
import { updateAliasBy } from '../../support/aws-double/update-alias.ts';
import { deliverEvent } from './deliver-event.ts';
import type { Traffic } from './traffic.ts';

type Options = {
  readonly now: () => number;
  readonly traffic: Traffic;
  readonly templates: readonly Template[];
  readonly repository: string;
  /** PATH of gate builds. */
  readonly path: string;
};

const REVIEW = {
  risk_score: 1,
  security_findings: [],
  performance_concerns: [],
  coverage_gaps: [],
  breaking_changes: [],
  auto_approvable: true,
  rationale: 'a small change',
};
const LOOK_MS = 250;

/**
 * The services that the emulator lacks. They start before it, since it hands their addresses to its functions, and
 * get to know it by `connect`. Deployment groups and ways to shift are those of the template.
 */
export async function startDoubles({ now, traffic, templates, repository, path }: Options) {
  const projects: Record<string, Project> = {};
  const alarms = new Set<string>();
  const alarmsOn = (names: readonly string[]) => Promise.resolve(names.filter((name) => alarms.has(name)));
  let emulator: Emulator | undefined;
  const connected = (): Emulator => {
    if (emulator === undefined) throw new Error('the emulator is not connected yet');
    return emulator;
  };

  const codeDeploy = await startCodeDeploy({
    now,
    alarmsOn,
    everyMs: LOOK_MS,
    ...shiftsOf(templates),
    updateAlias: async (update) => {
      await updateAliasBy(connected().lambda)(update);
      traffic.moved(update);
    },
  });
  const codeBuild = await startCodeBuild({
    projects,
    checkout: (commit, folder) => {
      const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
      git('clone', '--quiet', '--no-checkout', repository, '.');
      git('checkout', '--quiet', '--detach', commit);
      return Promise.resolve();
    },
    ended: (event) => deliverEvent(connected().events, connected().lambda, event),
  });
  const cloudWatch = await startCloudWatch({ value: traffic.value, alarmsOn });
  const bedrock = await startBedrock(() => ({ text: JSON.stringify(REVIEW) }));
  const scheduler = await startScheduler({
    now,
    ring: async (FunctionName, Payload) => {
      const { FunctionError } = await connected().lambda.send(new InvokeCommand({ FunctionName, Payload }));
      if (FunctionError !== undefined) throw new Error(`${FunctionName} answered ${FunctionError}`);
    },
  });
  return {
    codeDeploy,
    codeBuild,
    cloudWatch,
    bedrock,
    scheduler,
    alarms,
    environment: {
      AWS_ENDPOINT_URL_CODEDEPLOY: codeDeploy.url,
      AWS_ENDPOINT_URL_CODEBUILD: codeBuild.url,
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.url,
    },
    /** Where the emulator is, and that the stacks are deployed to it: gate builds are those of its projects. */
    async connect(endpoint: string, environment: Readonly<Record<string, string>>): Promise<void> {
      emulator = { lambda: new LambdaClient({ endpoint }), events: new EventBridgeClient({ endpoint }) };
      Object.assign(projects, await projectsAt(endpoint, { ...environment, PATH: path }));
    },
    async close(): Promise<void> {
      await Promise.all([codeDeploy, codeBuild, cloudWatch, bedrock, scheduler].map((double) => double.close()));
      emulator?.lambda.destroy();
      emulator?.events.destroy();
    },
  };
}
export type Doubles = Awaited<ReturnType<typeof startDoubles>>;
type Emulator = { readonly lambda: LambdaClient; readonly events: EventBridgeClient };

/** Deployment configs and groups as the stacks declare them. */
function shiftsOf(templates: readonly Template[]): Pick<CodeDeployOptions, 'configs' | 'groups'> {
  const resources = templates.flatMap((template) => Object.values(resourcesOf(template)));
  const of = <T>(type: string) => resources.filter((r) => r.Type === type).map((r) => r.Properties as T);
  type Config = {
    readonly DeploymentConfigName: string;
    readonly TrafficRoutingConfig: {
      readonly TimeBasedCanary: { readonly CanaryPercentage: number; readonly CanaryInterval: number };
    };
  };
  type Group = {
    readonly DeploymentGroupName: string;
    readonly AlarmConfiguration?: { readonly Alarms?: readonly { readonly Name: unknown }[] };
  };
  return {
    configs: Object.fromEntries(
      of<Config>('AWS::CodeDeploy::DeploymentConfig').map((config) => {
        const { CanaryPercentage: percent, CanaryInterval: minutes } = config.TrafficRoutingConfig.TimeBasedCanary;
        return [config.DeploymentConfigName, { percent, minutes }];
      }),
    ),
    groups: Object.fromEntries(
      of<Group>('AWS::CodeDeploy::DeploymentGroup').map((group) => [
        `guarded-shop/${group.DeploymentGroupName}`,
        { alarms: (group.AlarmConfiguration?.Alarms ?? []).map(({ Name }) => String(Name)) },
      ]),
    ),
  };
}

/** The projects that CloudFormation made, with their own buildspecs and variables. */
async function projectsAt(endpoint: string, environment: NodeJS.ProcessEnv): Promise<Record<string, Project>> {
  const client = new CodeBuildClient({ endpoint });
  const { projects: names = [] } = await client.send(new ListProjectsCommand({}));
  const { projects = [] } = await client.send(new BatchGetProjectsCommand({ names }));
  client.destroy();
  return Object.fromEntries(
    projects.map(({ name, source, environment: own }) => [
      name!,
      {
        buildspec: source!.buildspec!,
        environment: {
          ...(environment as Record<string, string>),
          ...Object.fromEntries((own?.environmentVariables ?? []).map((v) => [v.name!, v.value!])),
        },
      },
    ]),
  );
}
