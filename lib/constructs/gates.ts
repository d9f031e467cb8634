import { Duration, IgnoreMode, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  BuildSpec,
  type CfnProject,
  ComputeType,
  LinuxArmBuildImage,
  Project,
  Source,
} from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { fileURLToPath } from 'node:url';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { arnOf, named } from '../names.ts';
import type { GatesSource } from '../stack-settings.ts';
import type { Evidence } from './evidence.ts';
import { gatesBuildspec } from './gates-buildspec.ts';
import { allowPush } from './image-repositories.ts';
import type { Intake } from './intake.ts';
import type { Settings } from './settings.ts';
import type { Step } from './step.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the runner consists of: the sources and what installs their packages. */
const RUNNER = ['/core', '/lambdas', '/embedded', '/package.json', '/package-lock.json'];

/** Every way to make a build other than what the project says, but for its commit and its idempotency token. */
const OVERRIDES = [
  'codebuild:source.buildspec',
  'codebuild:source.location',
  'codebuild:source.type',
  'codebuild:environment.environmentVariables',
  'codebuild:environment.image',
  'codebuild:environment.type',
  'codebuild:environment.computeType',
  'codebuild:environment.privilegedMode',
  'codebuild:serviceRole',
  'codebuild:artifacts.type',
  'codebuild:artifacts.location',
];

type Props = {
  readonly evidence: Evidence;
  readonly settings: Settings;
  readonly source: GatesSource;
  /** Where the image of each service that runs in containers belongs. */
  readonly repositories?: Readonly<Record<string, string>>;
};

/** Where gates run: a build of its own for each release, with a role that may leave a report and nothing else. */
export class Gates extends Construct {
  private readonly arn: string;
  private readonly projectName = named('gates');

  constructor(scope: Construct, id: string, { evidence, settings, source, repositories = {} }: Props) {
    super(scope, id);
    this.arn = arnOf(this, 'codebuild', 'project', this.projectName);
    const runner = new Asset(this, 'Runner', {
      path: ROOT,
      exclude: ['/*', ...RUNNER.map((name) => `!${name}`)],
      ignoreMode: IgnoreMode.GIT,
    });
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/codebuild/${this.projectName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      roleName: this.projectName,
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      description: 'What a gate build may do: read its request, leave its report and artifact',
    });
    const project = new Project(this, 'Project', {
      projectName: this.projectName,
      description: 'Gates of Interlock on one commit; started by run-gates alone',
      // Its permissions are written out below; what the library would add is wider.
      role: role.withoutPolicyUpdates(),
      source: sourceOf(this, source),
      buildSpec: BuildSpec.fromObjectToYaml(gatesBuildspec),
      environment: { buildImage: LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0, computeType: ComputeType.SMALL },
      environmentVariables: {
        EVIDENCE_BUCKET: { value: evidence.bucket.bucketName },
        SETTINGS_PARAMETER: { value: settings.parameter.parameterName },
        RUNNER: { value: runner.s3ObjectUrl },
        ...(Object.keys(repositories).length > 0 && {
          IMAGE_REPOSITORIES: { value: JSON.stringify(repositories) },
        }),
      },
      logging: { cloudWatch: { logGroup } },
      timeout: Duration.hours(2),
      queuedTimeout: Duration.hours(6),
      badge: false,
    });
    (project.node.defaultChild as CfnProject).addPropertyOverride('Source.GitCloneDepth', 0);
    const builds = [evidence.arn('builds/*/gates.json'), evidence.arn('artifacts/*')];
    const request = evidence.arn('builds/*/request.json');
    const asset = runner.bucket.arnForObjects(runner.s3ObjectKey);
    const allow = (actions: string[], resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    allow(['ssm:GetParameter'], [settings.parameter.parameterArn]);
    allow(['s3:PutObject'], builds);
    allow(['s3:GetObject'], [request, asset]);
    if (source.kind === 'CODECOMMIT')
      allow(['codecommit:GitPull'], [Stack.of(this).formatArn({ service: 'codecommit', resource: source.name })]);
    allowPush(role, repositories);
    acknowledgeWildcards(role, 'Resource', [...builds, request], 'Builds and artifacts are named at run time.');
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-CB4',
      reason: 'Builds leave no CodeBuild artifacts; reports go to the encrypted evidence bucket.',
    });
  }

  /** Starts builds of a commit and stops them. What else a build could be told is denied. */
  grantStart(step: Step): void {
    this.name(step);
    step.allow(['codebuild:StartBuild', 'codebuild:StopBuild'], [this.arn]);
    for (const key of OVERRIDES) step.deny(['codebuild:StartBuild'], [this.arn], { Null: { [key]: 'false' } });
  }

  /** Results are read from the table; the name alone is no permission. */
  name(step: Step): void {
    step.env({ GATES_PROJECT: this.projectName });
  }

  /** Stops builds only. */
  grantCancel(step: Step): void {
    this.name(step);
    step.allow(['codebuild:StopBuild'], [this.arn]);
  }

  onEnded(intake: Intake, step: Step): void {
    intake.on('gates-ended', {
      pattern: {
        source: ['aws.codebuild'],
        detailType: ['CodeBuild Build State Change'],
        detail: {
          'project-name': [this.projectName],
          'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
        },
      },
      description: 'A gate build ended: its report is read and the release goes on',
      step,
    });
  }
}

function sourceOf(scope: Construct, source: GatesSource) {
  return source.kind === 'GITHUB'
    ? Source.gitHub({ owner: source.owner, repo: source.name, cloneDepth: 0, webhook: false, reportBuildStatus: false })
    : Source.codeCommit({ repository: Repository.fromRepositoryName(scope, 'Repository', source.name), cloneDepth: 0 });
}
