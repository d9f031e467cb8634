import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EcsTarget } from '../../core/contracts/ecs-target.ts';
import { listenerShares } from './listener-shares.ts';
import type { Serving } from './platform.ts';
import { taskSets } from './task-sets.ts';

/** What users get of an ECS service: the listener says which target group, the service what runs behind it. */
export async function ecsServing(
  clients: { readonly ecs: ECSClient; readonly loadBalancing: ElasticLoadBalancingV2Client },
  target: EcsTarget,
): Promise<Serving> {
  const shares = await listenerShares(clients.loadBalancing, target);
  const behind = await taskSets(clients.ecs, target);
  const [most, ...rest] = [...shares].sort(([, a], [, b]) => b - a);
  if (most === undefined) return { version: '', others: {}, group: null };
  const [group] = most;
  const others: Record<string, number> = {};
  // A group that nothing stands behind has a share all the same: its requests are lost, and nothing is whole.
  for (const [arn, share] of rest) {
    const version = behind.get(arn) ?? arn;
    others[version] = (others[version] ?? 0) + share;
  }
  return { version: behind.get(group) ?? '', others, group };
}
