import type { Reason } from '../contracts/reason.ts';
import { autonomyNeeds } from './autonomy-needs.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';

/** The level of each action class. The trigger `autonomy-level` says whether that asks for a person. */
export function autonomyReason(situation: Situation): Reason {
  const needs = autonomyNeeds(situation);
  return reasonGroup(
    'autonomy',
    needs.map(({ action, has }) => `${action} ${has.level}`).join(', '),
    'levels at which nobody is asked',
    needs.map(({ action, has, need, met }) =>
      reasonNode(
        action,
        met ? 'OK' : 'NOTE',
        `${has.level}: ${has.why}`,
        need === null ? 'plays no part in this change' : `${need} or above to go without a person`,
      ),
    ),
  );
}
