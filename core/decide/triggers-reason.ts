import type { Reason } from '../contracts/reason.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';
import type { Situation } from './situation.ts';
import { TRIGGERS, type Trigger } from './triggers.ts';

/** The human triggers of K19, each on its own line; what was turned off, could not be or is not known is a NOTE. */
export function triggersReason(situation: Situation): Reason {
  const off = new Set(situation.facts.triggersOff);
  const lines = TRIGGERS.map((trigger) => line(trigger, situation, off));
  const firing = lines.filter(({ status }) => status === 'PERSON').length;
  return reasonGroup(
    'triggers',
    firing === 0 ? 'no rule asks for a person' : `${firing} of ${TRIGGERS.length} rules ask for a person`,
    'no rule that asks for a person',
    [...lines, ...[...off].sort().flatMap(strayNote)],
  );
}

function line(trigger: Trigger, situation: Situation, off: ReadonlySet<string>): Reason {
  const seen = trigger.fires(situation);
  if (seen === null) return reasonNode(trigger.name, 'OK', 'not the case', trigger.required);
  if (trigger.aboutDeploying && situation.plan.kind === 'RECORD_ONLY')
    return reasonNode(trigger.name, 'NOTE', `${seen}; does not count, nothing is deployed`, trigger.required);
  if (!trigger.hard && off.has(trigger.name))
    return reasonNode(trigger.name, 'NOTE', `${seen}; turned off in the config`, trigger.required);
  return reasonNode(trigger.name, 'PERSON', seen, trigger.required);
}

function strayNote(name: string): Reason[] {
  const trigger = TRIGGERS.find((t) => t.name === name);
  if (trigger && !trigger.hard) return [];
  const why = trigger ? 'cannot be turned off' : 'is no trigger';
  return [
    reasonNode(
      'triggersOff',
      'NOTE',
      `"${name}" ${why}; it changes nothing`,
      'names of triggers that may be turned off',
    ),
  ];
}
