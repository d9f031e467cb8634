import type { Facts } from '../contracts/facts.ts';
import type { Reason } from '../contracts/reason.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';

/** What people and earlier releases have set: kill switch, freeze, quarantine, newer code in production, budget. */
export function controlsReason({ controls, containsRunning, budget }: Facts): Reason {
  const off = (rule: string, why: string | null, required: string) =>
    reasonNode(rule, why === null ? 'OK' : 'REJECT', why ?? 'no', required);
  return reasonGroup('controls', 'what is set for this service now', 'nothing that stands against a deployment', [
    off('kill-switch', controls.killSwitch, 'kill switch off'),
    off('freeze', controls.freeze, 'no freeze window open'),
    off('quarantine', controls.quarantine, 'bytes that were not rolled back before'),
    reasonNode(
      'contains-running',
      containsRunning ? 'OK' : 'REJECT',
      containsRunning ? 'yes' : 'no: it would take newer code out of production',
      'contains what serves production now',
    ),
    // 003-33: a used-up budget hands over to a person, it neither stops in silence nor goes on in silence.
    reasonNode(
      'budget',
      budget.status === 'WITHIN' ? 'OK' : 'PERSON',
      `${budget.status}${budget.detail === '' ? '' : `: ${budget.detail}`}`,
      'within budget',
    ),
  ]);
}
