import type { Reason } from '../contracts/reason.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** What going back would meet and whether the canary can see harm. The triggers say whether that asks for a person. */
export function rolloutReason({ facts, plan }: Situation): Reason {
  if (plan.kind === 'RECORD_ONLY')
    return reasonNode('rollout', 'OK', 'nothing is deployed', 'nothing to roll back or to measure');
  const { rollback } = plan;
  const safe = rollback.lastSafe === 'WATCH';
  return reasonGroup('rollout', `rollback class ${rollback.class}`, 'harm can be seen and undone', [
    reasonNode(
      'rollback-safety',
      safe ? 'OK' : 'NOTE',
      `${rollback.class}: ${rollback.why}`,
      safe
        ? 'rolled back by itself in every phase'
        : `rolled back by itself up to ${rollback.lastSafe}; after that the traffic is frozen and people are paged`,
    ),
    reasonNode(
      'canary-power',
      facts.canaryPower.status === 'ADEQUATE' ? 'OK' : 'NOTE',
      `${facts.canaryPower.status}: ${facts.canaryPower.detail}`,
      'traffic enough to show what the tier forbids',
    ),
  ]);
}
