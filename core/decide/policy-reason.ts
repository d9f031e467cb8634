import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import type { Route } from '../contracts/verdict.ts';
import type { ProceedAnswer } from '../policy/proceed-answers.ts';
import { isLooser, policyRoute } from './policy-route.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';

/** What it means that the policies deny a way which the code would have left open. */
const DENIED = {
  AUTONOMOUS: 'NOTE',
  CANCEL_WINDOW: 'PERSON',
  HUMAN: 'REJECT',
} as const satisfies Record<ProceedAnswer['route'], ReasonStatus>;

/** Cedar's answers with the policies that gave them. Denials that change nothing, given `ceiling`, are only told. */
export function policyReason(answers: readonly ProceedAnswer[], ceiling: Route): Reason {
  const loosest = policyRoute(answers, 'AUTONOMOUS');
  const chosen = policyRoute(answers, ceiling);
  return reasonGroup(
    'policy',
    loosest === 'REJECT' ? 'no policy lets it go on' : `the policies allow ${loosest}`,
    'a policy that permits and none that forbids',
    answers.map(({ route, action, answer }) => {
      const changesNothing = isLooser(route, ceiling) || isLooser(chosen, route);
      const status = answer.allowed ? 'OK' : changesNothing ? 'NOTE' : DENIED[route];
      const ids = answer.policies.length === 0 ? '' : ` (${answer.policies.join(', ')})`;
      return reasonNode(action, status, `${answer.allowed ? 'allowed' : 'denied'}${ids}`, answer.reasons.join(' '));
    }),
  );
}
