import { IgnoreMode, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/aws-events';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { fileURLToPath } from 'node:url';
import type { HostedSource } from '../../core/contracts/hosted-repository.ts';
import { repositorySlug } from '../../core/release/repository-slug.ts';
import { arnOf, named } from '../names.ts';
import type { Evidence } from './evidence.ts';
import { GateProject } from './gate-project.ts';
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
  /** Distinct: each gets a project of its own. */
  readonly repositories: readonly HostedSource[];
  /** Where the image of each service whose code is in a repository belongs, if it runs in containers. */
  readonly imagesOf: (source: HostedSource) => Readonly<Record<string, string>>;
};

/** Where gates run: a build of its own for each release, in the project of its repository. */
export class Gates extends Construct {
  private readonly prefix = named('gates');
  private readonly projects: readonly string[];

  constructor(scope: Construct, id: string, { evidence, settings, repositories, imagesOf }: Props) {
    super(scope, id);
    const runner = new Asset(this, 'Runner', {
      path: ROOT,
      exclude: ['/*', ...RUNNER.map((name) => `!${name}`)],
      ignoreMode: IgnoreMode.GIT,
    });
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/codebuild/${this.prefix}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.projects = repositories.map((source) => {
      const slug = repositorySlug(source);
      const name = `${this.prefix}-${slug}`;
      new GateProject(this, slug, { name, source, images: imagesOf(source), runner, logGroup, evidence, settings });
      return name;
    });
  }

  /** Starts builds of a commit and stops them. What else a build could be told is denied. */
  grantStart(step: Step): void {
    this.name(step);
    step.allow(['codebuild:StartBuild', 'codebuild:StopBuild'], this.arns);
    // Not one by one: a role's policies have room for 10,240 characters.
    const all = arnOf(this, 'codebuild', 'project', `${this.prefix}-*`);
    for (const key of OVERRIDES) step.deny(['codebuild:StartBuild'], [all], { Null: { [key]: 'false' } });
  }

  /** Results are read from the table; the name alone is no permission. */
  name(step: Step): void {
    step.env({ GATES_PROJECT_PREFIX: this.prefix });
  }

  /** Stops builds only. */
  grantCancel(step: Step): void {
    this.name(step);
    step.allow(['codebuild:StopBuild'], this.arns);
  }

  onEnded(intake: Intake, step: Step): void {
    intake.on('gates-ended', {
      pattern: {
        source: ['aws.codebuild'],
        detailType: ['CodeBuild Build State Change'],
        detail: {
          'project-name': Match.prefix(`${this.prefix}-`),
          'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
        },
      },
      description: 'A gate build ended: its report is read and the release goes on',
      step,
    });
    intake.loseNone(step);
  }
  private get arns(): string[] {
    return this.projects.map((name) => arnOf(this, 'codebuild', 'project', name));
  }
}
