import type { Profile, RiskClass } from '../contracts/facts.ts';
import type { Reason } from '../contracts/reason.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** Classes that a profile lets go without a person, if nothing else asks for one (K1). */
const UNASKED = {
  conservative: [],
  guarded: ['LOW'],
  autonomous: ['LOW', 'MEDIUM'],
} as const satisfies Record<Profile, readonly RiskClass[]>;

export function profileReason({ facts, riskClass, plan }: Situation): Reason {
  const rule = `profile-${facts.profile}`;
  const classes: readonly RiskClass[] = UNASKED[facts.profile];
  const required =
    classes.length === 0
      ? 'a person for every production deployment'
      : `class ${classes.join(' or ')} without a person`;
  const unasked = plan.kind === 'RECORD_ONLY' || classes.includes(riskClass);
  const observed = plan.kind === 'RECORD_ONLY' ? 'nothing is deployed' : `a deployment of class ${riskClass}`;
  return reasonGroup('profile', facts.profile, 'what the profile lets go without a person', [
    reasonNode(rule, unasked ? 'OK' : 'PERSON', observed, required),
  ]);
}
