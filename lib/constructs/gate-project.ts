import { Duration, Stack, Validations } from 'aws-cdk-lib';
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
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { type HostedSource, nameOf } from '../../core/contracts/hosted-repository.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { Evidence } from './evidence.ts';
import { gatesBuildspec } from './gates-buildspec.ts';
import { allowPush } from './image-repositories.ts';
import type { Settings } from './settings.ts';

type Props = {
  readonly name: string;
  readonly source: HostedSource;
  /** By service: the registry's repository that its image belongs to. */
  readonly images: Readonly<Record<string, string>>;
  readonly runner: Asset;
  readonly logGroup: LogGroup;
  readonly evidence: Evidence;
  readonly settings: Settings;
};

/** Gates of one repository: its role reads that repository and leaves reports and artifacts of its own builds. */
export class GateProject extends Construct {
  constructor(scope: Construct, id: string, { name, source, images, runner, logGroup, evidence, settings }: Props) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      roleName: name,
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      description: 'What a gate build may do: read its request, leave its report and artifact',
    });
    const project = new Project(this, 'Project', {
      projectName: name,
      description: `Gates of Interlock on one commit of ${nameOf(source)}; started by run-gates alone`,
      // Its permissions are written out below; what the library would add is wider.
      role: role.withoutPolicyUpdates(),
      source: sourceOf(this, source),
      buildSpec: BuildSpec.fromObjectToYaml(gatesBuildspec),
      environment: { buildImage: LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0, computeType: ComputeType.SMALL },
      environmentVariables: {
        EVIDENCE_BUCKET: { value: evidence.bucket.bucketName },
        SETTINGS_PARAMETER: { value: settings.parameter.parameterName },
        RUNNER: { value: runner.s3ObjectUrl },
        ...(Object.keys(images).length > 0 && { IMAGE_REPOSITORIES: { value: JSON.stringify(images) } }),
      },
      logging: { cloudWatch: { logGroup } },
      timeout: Duration.hours(2),
      queuedTimeout: Duration.hours(6),
      badge: false,
    });
    (project.node.defaultChild as CfnProject).addPropertyOverride('Source.GitCloneDepth', 0);
    const ofBuild = (file: string) => evidence.arn(`builds/${name}/*/${file}`);
    const builds = [ofBuild('gates.json'), ofBuild('artifact.zip')];
    const request = ofBuild('request.json');
    const allow = (actions: string[], resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    allow(['ssm:GetParameter'], [settings.parameter.parameterArn]);
    allow(['s3:PutObject'], builds);
    allow(['s3:GetObject'], [request, runner.bucket.arnForObjects(runner.s3ObjectKey)]);
    if (source.kind === 'CODECOMMIT')
      allow(['codecommit:GitPull'], [Stack.of(this).formatArn({ service: 'codecommit', resource: source.name })]);
    allowPush(role, images);
    acknowledgeWildcards(role, 'Resource', [...builds, request], 'Builds are named at run time.');
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-CB4',
      reason: 'Builds leave no CodeBuild artifacts; reports go to the encrypted evidence bucket.',
    });
  }
}

function sourceOf(scope: Construct, source: HostedSource) {
  return source.kind === 'GITHUB'
    ? Source.gitHub({ owner: source.owner, repo: source.name, cloneDepth: 0, webhook: false, reportBuildStatus: false })
    : Source.codeCommit({ repository: Repository.fromRepositoryName(scope, 'Repository', source.name), cloneDepth: 0 });
}
