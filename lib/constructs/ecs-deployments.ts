import { Duration } from 'aws-cdk-lib';
import { EcsDeploymentConfig, TrafficRouting } from 'aws-cdk-lib/aws-codedeploy';
import { Construct } from 'constructs';
import type { Config } from '../../core/contracts/config.ts';
import { allCanaryWeights } from '../../core/contracts/canary-weights.ts';
import { deploymentConfig } from '../../core/contracts/deployment-config.ts';
import type { EcsTarget } from '../../core/contracts/ecs-target.ts';
import { arnOf, INTERLOCK } from '../names.ts';
import { repositoryArn } from './image-repositories.ts';
import type { Step } from './step.ts';

type Props = { readonly targets: readonly EcsTarget[]; readonly config: Pick<Config, 'rollout' | 'timing'> };

/** What moving the traffic of registered ECS services needs beyond what it needs of functions. */
export class EcsDeployments extends Construct {
  private readonly targets: readonly EcsTarget[];

  constructor(scope: Construct, id: string, { targets, config }: Props) {
    super(scope, id);
    this.targets = targets;
    const { expandWeight } = config.rollout;
    const { canarySeconds, expandSeconds } = config.timing;
    for (const weight of allCanaryWeights(config.rollout))
      this.way(`Canary${weight}`, [{ weight, bakeSeconds: canarySeconds }]);
    this.way('Rollout', [
      { weight: expandWeight, bakeSeconds: expandSeconds },
      { weight: 100, bakeSeconds: 0 },
    ]);
  }

  /** What serves now: the listener's weights, the task sets, and what their task definitions say of themselves. */
  grantLook(step: Step): void {
    const services = this.targets.map(({ cluster, service }) => arnOf(this, 'ecs', 'service', `${cluster}/${service}`));
    step.allow(['ecs:DescribeServices'], unique(services));
    step.allow(['ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeRules'], ['*'], {
      because: 'Reading task definitions and listener rules cannot be narrowed to a resource.',
    });
  }

  /** In which zones a target group had requests: its halves show how much failed and slow ones come in clumps. */
  grantFindZones(step: Step): void {
    step.allow(['cloudwatch:ListMetrics'], ['*'], { because: 'Listing metrics cannot be narrowed to a resource.' });
  }

  /** Lets go of what a deployment that has come back keeps waiting. */
  grantGiveBack(step: Step): void {
    const groups = this.targets.map((t) => `${t.applicationName}/${t.deploymentGroupName}`);
    step.allow(
      ['codedeploy:ContinueDeployment'],
      unique(groups.map((group) => arnOf(this, 'codedeploy', 'deploymentgroup', group, true))),
    );
  }

  /** The config by which a deployment shifts all at once; the others are this stack's own. */
  grantCreate(step: Step): void {
    const allAtOnce = deploymentConfig(INTERLOCK, [{ weight: 100, bakeSeconds: 0 }], 'ECS').name;
    step.allow(['codedeploy:GetDeploymentConfig'], [arnOf(this, 'codedeploy', 'deploymentconfig', allAtOnce, true)]);
  }

  /** Registers a revision with an image of the registered repository, which may run with the registered roles only. */
  grantPublish(step: Step): void {
    step.allow(['ecr:DescribeImages'], unique(this.targets.map(({ repository }) => repositoryArn(this, repository))));
    step.allow(['ecs:RegisterTaskDefinition'], ['*'], {
      because: 'Registering a task definition has no resource in IAM; the roles that it may name are listed.',
    });
    const roles = unique(this.targets.flatMap(({ roleArns }) => roleArns));
    if (roles.length > 0)
      step.allow(['iam:PassRole'], roles, {
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      });
  }

  private way(id: string, steps: Parameters<typeof deploymentConfig>[1]): void {
    const { name, percent, minutes } = deploymentConfig(INTERLOCK, steps, 'ECS');
    new EcsDeploymentConfig(this, id, {
      deploymentConfigName: name,
      trafficRouting: TrafficRouting.timeBasedCanary({ percentage: percent, interval: Duration.minutes(minutes ?? 0) }),
    });
  }
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
