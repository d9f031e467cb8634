import { DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { Terminal } from '../../core/contracts/errors.ts';
import type { EcsTarget } from '../../core/contracts/ecs-target.ts';
import { awsCall } from './aws-errors.ts';

/**
 * The task definition behind each target group: CodeDeploy keeps one task set per group. Terminal for a service that is
 * not there or whose deployments somebody other than CodeDeploy makes: then it has no task sets.
 */
export async function taskSets(
  client: ECSClient,
  { cluster, service }: Pick<EcsTarget, 'cluster' | 'service'>,
): Promise<ReadonlyMap<string, string>> {
  const answer = await awsCall(
    'ECS DescribeServices',
    () => client.send(new DescribeServicesCommand({ cluster, services: [service] })),
    { ClusterNotFoundException: () => null },
  );
  const found = answer?.services?.[0];
  if (found === undefined || found.status !== 'ACTIVE')
    throw new Terminal(`there is no active service ${service} in the cluster ${cluster}`);
  const behind = new Map<string, string>();
  for (const { status, taskDefinition, loadBalancers = [] } of found.taskSets ?? []) {
    // What drains serves what it had and nothing new.
    if (status === 'DRAINING' || taskDefinition === undefined) continue;
    for (const { targetGroupArn } of loadBalancers)
      if (targetGroupArn !== undefined) behind.set(targetGroupArn, taskDefinition);
  }
  if (behind.size === 0)
    throw new Terminal(`${service} has no task sets: expected a service with the deployment controller CODE_DEPLOY`);
  return behind;
}
