import { Duration } from 'aws-cdk-lib';
import { LambdaDeploymentConfig, TrafficRouting } from 'aws-cdk-lib/aws-codedeploy';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Config } from '../../core/contracts/config.ts';
import { allCanaryWeights } from '../../core/contracts/canary-weights.ts';
import { deploymentConfig } from '../../core/contracts/deployment-config.ts';
import { targetParameterName } from '../../core/contracts/target.ts';
import { arnOf, GUARDED, INTERLOCK, NAMESPACE } from '../names.ts';
import { EcsDeployments } from './ecs-deployments.ts';
import type { Evidence } from './evidence.ts';
import { HouseTable } from './house-table.ts';
import type { ExistingTarget } from './register-target.ts';
import type { Step } from './step.ts';

const OURS = `What service teams own is made after this stack; all of it is named ${GUARDED}-*.`;

/** Partitions of the table, as lambdas/adapters name them. */
const PARTITION = {
  locks: 'LOCK#*',
  permits: 'PERMIT#*',
  killSwitches: 'KILL#*',
  quarantine: 'QUARANTINE#*',
  shifts: 'SHIFT#*',
  artifacts: 'ARTIFACT#*',
  versions: 'VERSION#*',
  gateRuns: 'GATES#*',
  builds: 'BUILD#*',
  deliveries: 'DELIVERY#*',
  trust: 'TRUST#*',
  budgets: 'BUDGET#*',
} as const;
export type Partition = keyof typeof PARTITION;

type Props = {
  readonly evidence: Evidence;
  readonly config: Pick<Config, 'rollout' | 'timing'>;
  readonly existing: readonly ExistingTarget[];
};

/** Locks, permits, kill switches and the rest of what deploying has to remember; CodeDeploy's two ways to shift. */
export class Deployments extends Construct {
  private readonly house: HouseTable;
  private readonly evidence: Evidence;
  private readonly existing: readonly ExistingTarget[];
  /** Null where no service runs in ECS: then nothing of it is granted. */
  private readonly ecs: EcsDeployments | null;

  constructor(scope: Construct, id: string, { evidence, config, existing }: Props) {
    super(scope, id);
    this.evidence = evidence;
    this.existing = existing;
    this.house = new HouseTable(this, 'Table', { name: 'deployments', variable: 'DEPLOYMENTS_TABLE', expires: true });
    const { expandWeight } = config.rollout;
    const { canarySeconds, expandSeconds } = config.timing;
    for (const weight of allCanaryWeights(config.rollout))
      this.way(`Canary${weight}`, [{ weight, bakeSeconds: canarySeconds }]);
    this.way('Rollout', [
      { weight: expandWeight, bakeSeconds: expandSeconds },
      { weight: 100, bakeSeconds: 0 },
    ]);
    const ecs = this.places().filter((place) => place.kind === 'ECS');
    this.ecs = ecs.length === 0 ? null : new EcsDeployments(this, 'Ecs', { targets: ecs, config });
  }

  get table(): Table {
    return this.house.table;
  }

  grantState(step: Step, access: 'READ' | 'WRITE', partitions: readonly Partition[]): void {
    step.env({ DEPLOYMENTS_PREFIX: INTERLOCK });
    const keys = partitions.map((name) => PARTITION[name]);
    if (access === 'READ') this.house.grantRead(step, keys);
    else this.house.grantReadWrite(step, keys);
  }

  /** What serves now: the alias, and the commit behind its version. */
  grantLook(step: Step): void {
    this.grantState(step, 'READ', ['versions']);
    this.grantFind(step);
    step.allow(['lambda:GetAlias', 'lambda:GetFunctionConfiguration'], this.functions(), { because: OURS });
    this.ecs?.grantLook(step);
  }

  /** How a shift stands, and the sign of life that goes with asking. Moves nothing. */
  grantFollow(step: Step): void {
    this.grantState(step, 'WRITE', ['shifts']);
    this.grantBeat(step);
    step.allow(['lambda:GetAlias'], this.functions(), { because: OURS });
    step.allow(['codedeploy:GetDeployment'], this.groups(), { because: OURS });
    this.ecs?.grantLook(step);
  }

  /**
   * Follows a shift and gives its traffic back: by stopping it, or all at once by a deployment of the old version when
   * it has ended already. Publishes nothing, so it can only bring back what was deployed before.
   */
  grantGiveBack(step: Step): void {
    this.grantLook(step);
    this.grantFollow(step);
    this.grantCreate(step);
    step.allow(['codedeploy:StopDeployment'], this.groups(), { because: OURS });
    this.ecs?.grantGiveBack(step);
  }

  /** The only grant that brings a new version into service. One step has it, and it consumes a permit first. */
  grantDeploy(step: Step): void {
    this.grantLook(step);
    this.grantFollow(step);
    this.grantCreate(step);
    this.grantState(step, 'WRITE', ['permits', 'artifacts', 'versions']);
    step.allow(['codedeploy:GetDeploymentConfig'], [this.configArn(`${INTERLOCK}-*`)], {
      because: 'The two ways to shift of this stack; their names carry their figures.',
    });
    step.allow(['lambda:UpdateFunctionCode', 'lambda:PublishVersion'], this.functions(), { because: OURS });
    step.allow(['cloudwatch:DescribeAlarms'], [arnOf(this, 'cloudwatch', 'alarm', '*', true)], {
      because: 'Registered alarms are named by their owners, and CloudWatch answers for all that are asked at once.',
    });
    this.evidence.grantReadArtifacts(step);
    this.ecs?.grantPublish(step);
  }

  /** Reads what the versions measured. */
  grantMeasure(step: Step): void {
    step.allow(['cloudwatch:GetMetricData'], ['*'], { because: 'Reading metrics cannot be narrowed to a resource.' });
  }

  /** Reads what a shift's old version was like before. */
  grantPast(step: Step): void {
    this.ecs?.grantFindZones(step);
  }

  /** Calls a service's function to see whether it works. */
  grantCheck(step: Step): void {
    this.grantFind(step);
    step.allow(['lambda:InvokeFunction'], this.functions(), { because: OURS });
  }

  /** Where a service is deployed. */
  private grantFind(step: Step): void {
    const registrations = arnOf(this, 'ssm', 'parameter', targetParameterName('*').slice(1));
    step.allow(['ssm:GetParameter'], [registrations], { because: OURS });
  }

  /** A deployment of a published version, found again when the answer of its creation was lost. */
  private grantCreate(step: Step): void {
    const calls = ['ListDeployments', 'BatchGetDeployments', 'CreateDeployment'];
    step.allow(
      calls.map((call) => `codedeploy:${call}`),
      this.groups(),
      { because: OURS },
    );
    step.allow(['codedeploy:RegisterApplicationRevision', 'codedeploy:GetApplicationRevision'], this.applications(), {
      because: OURS,
    });
    step.allow(['codedeploy:GetDeploymentConfig'], [this.configArn('CodeDeployDefault.LambdaAllAtOnce')]);
    this.ecs?.grantCreate(step);
  }

  private grantBeat(step: Step): void {
    step.allow(['cloudwatch:PutMetricData'], ['*'], {
      because: `Writing metrics has no resource; the condition leaves the namespace ${NAMESPACE} alone.`,
      conditions: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
    });
  }

  /** A config cannot be changed in place, so its figures are in its name. */
  private way(id: string, steps: Parameters<typeof deploymentConfig>[1]): void {
    const { name, percent, minutes } = deploymentConfig(INTERLOCK, steps);
    new LambdaDeploymentConfig(this, id, {
      deploymentConfigName: name,
      trafficRouting: TrafficRouting.timeBasedCanary({
        percentage: percent,
        interval: Duration.minutes(minutes ?? 0),
      }),
    });
  }

  private configArn(name: string): string {
    return arnOf(this, 'codedeploy', 'deploymentconfig', name, true);
  }

  private applications(): string[] {
    return this.arns('application', `${GUARDED}-*`, (place) => [place.applicationName]);
  }

  private groups(): string[] {
    const group = (place: Place) => [`${place.applicationName}/${place.deploymentGroupName}`];
    return this.arns('deploymentgroup', `${GUARDED}-*/*`, group);
  }

  private functions(): string[] {
    return this.arns('function', `${GUARDED}-*`, (place) =>
      place.kind === 'LAMBDA' ? [place.functionName, `${place.functionName}:*`] : [],
    );
  }

  private arns(resource: 'application' | 'deploymentgroup' | 'function', ours: string, of: (place: Place) => string[]) {
    const service = resource === 'function' ? 'lambda' : 'codedeploy';
    return [ours, ...this.places().flatMap(of)].map((name) => arnOf(this, service, resource, name, true));
  }

  private places(): Place[] {
    return this.existing.flatMap((t) => [t.production, ...(t.staging ? [t.staging] : [])]);
  }
}

type Place = ExistingTarget['production'];
