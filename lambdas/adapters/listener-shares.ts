import {
  DescribeRulesCommand,
  type Action,
  type ElasticLoadBalancingV2Client,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { Terminal } from '../../core/contracts/errors.ts';
import type { EcsTarget } from '../../core/contracts/ecs-target.ts';
import { awsCall } from './aws-errors.ts';

const PAGES = 20;

/**
 * The share of each target group in the traffic of a service, percent, without those that have none. CodeDeploy moves
 * every rule of the listener that forwards to the service; where they differ, as they do for a moment, their mean is
 * neither none nor all. Terminal when no rule forwards to the service.
 */
export async function listenerShares(
  client: ElasticLoadBalancingV2Client,
  { listenerArn, targetGroupArns }: Pick<EcsTarget, 'listenerArn' | 'targetGroupArns'>,
): Promise<ReadonlyMap<string, number>> {
  const rules = (await allRules(client, listenerArn))
    .map(forwardedTo)
    .filter((weights) => targetGroupArns.some((arn) => weights.has(arn)));
  if (rules.length === 0)
    throw new Terminal(`the listener ${nameOf(listenerArn)} forwards to none of the target groups`);
  const shares = new Map<string, number>();
  for (const weights of rules) {
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    for (const [arn, weight] of weights)
      if (weight > 0) shares.set(arn, (shares.get(arn) ?? 0) + (weight / total) * (100 / rules.length));
  }
  // Weights are whole numbers, and 5 of 100 is to read as 5.
  return new Map([...shares].map(([arn, share]) => [arn, Math.round(share * 100) / 100]));
}

async function allRules(client: ElasticLoadBalancingV2Client, ListenerArn: string): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let Marker: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await awsCall(
      'Elastic Load Balancing DescribeRules',
      () => client.send(new DescribeRulesCommand({ ListenerArn, Marker })),
      { ListenerNotFoundException: () => null },
    );
    if (answer === null) throw new Terminal(`there is no listener ${nameOf(ListenerArn)}`);
    rules.push(...(answer.Rules ?? []));
    Marker = answer.NextMarker;
    if (Marker === undefined || Marker === '') return rules;
  }
  throw new Terminal(`Elastic Load Balancing DescribeRules: more than ${PAGES} pages`);
}

/** The weights of a rule's target groups; none when it forwards nothing. */
function forwardedTo({ Actions = [] }: Rule): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { Type, TargetGroupArn, ForwardConfig } of Actions as readonly Action[]) {
    if (Type !== 'forward') continue;
    const groups = ForwardConfig?.TargetGroups ?? [];
    if (groups.length === 0 && TargetGroupArn !== undefined) weights.set(TargetGroupArn, 1);
    // One group alone may have no weight: it gets everything.
    for (const group of groups)
      if (group.TargetGroupArn !== undefined)
        weights.set(group.TargetGroupArn, groups.length === 1 ? 1 : (group.Weight ?? 0));
  }
  return weights;
}

const nameOf = (arn: string): string => arn.slice(arn.indexOf('listener/'));
