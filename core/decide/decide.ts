import type { Facts } from '../contracts/facts.ts';
import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import type { Route, Verdict } from '../contracts/verdict.ts';
import type { CompiledPolicies } from '../policy/compile-policies.ts';
import { type ProceedAnswer, proceedAnswers } from '../policy/proceed-answers.ts';
import { autonomyReason } from './autonomy-reason.ts';
import { codeRoute } from './code-route.ts';
import { confidenceReason } from './confidence-reason.ts';
import { controlsReason } from './controls-reason.ts';
import { fitTree } from './fit-tree.ts';
import { gatesReason } from './gates-reason.ts';
import { policyReason } from './policy-reason.ts';
import { policyRoute } from './policy-route.ts';
import { proceedingOf } from './proceeding-of.ts';
import { profileReason } from './profile-reason.ts';
import { reasonNode } from './reason-node.ts';
import { reviewReason } from './review-reason.ts';
import { riskReason } from './risk-reason.ts';
import { rolloutReason } from './rollout-reason.ts';
import { situationOf } from './situation.ts';
import { tierReason } from './tier-reason.ts';
import { triggersReason } from './triggers-reason.ts';
import { trustReason } from './trust-reason.ts';

/**
 * The decision: the strictest of what the rules here, the confidence and the policies say (K1, K12). Pure: the same
 * facts and policies give the same verdict, to the byte. Nothing goes on that Cedar does not permit.
 */
export function decide(facts: Facts, policies: CompiledPolicies): Verdict {
  const situation = situationOf(facts);
  const triggers = triggersReason(situation);
  const rules = [
    gatesReason(facts),
    reviewReason(facts),
    riskReason(situation),
    confidenceReason(situation),
    trustReason(situation),
    autonomyReason(situation),
    tierReason(situation),
    rolloutReason(situation),
    triggers,
    controlsReason(facts),
    profileReason(situation),
  ];
  const ceiling = codeRoute(situation, rules);
  const answers = proceedAnswers(policies, proceedingOf(situation, asking([triggers])));
  const route = policyRoute(answers, ceiling);
  const names = asking(rules);
  return {
    version: 1,
    route,
    next: route === 'REJECT' ? 'REJECT' : situation.plan.kind,
    confidence: situation.confidence.value,
    riskClass: situation.riskClass,
    plan: situation.plan,
    // When no rule of ours asks, a policy of the platform team does.
    triggers: route === 'HUMAN' && names.length === 0 ? ['policy'] : names,
    policies: decisive(answers, route),
    because: fitTree(
      reasonNode('decision', STATUS[route], MEANING[route], REQUIRED, [...rules, policyReason(answers, ceiling)]),
    ),
  };
}

const REQUIRED = 'every check passed, policy allows it and the people it needs approve exactly these bytes';
const STATUS = {
  REJECT: 'REJECT',
  HUMAN: 'PERSON',
  CANCEL_WINDOW: 'NOTE',
  AUTONOMOUS: 'OK',
} as const satisfies Record<Route, ReasonStatus>;
const MEANING = {
  REJECT: 'rejected: it goes no further',
  HUMAN: 'a person decides before it goes on',
  CANCEL_WINDOW: 'goes on after a window in which anyone may cancel',
  AUTONOMOUS: 'goes on without a person',
} as const satisfies Record<Route, string>;

/** Names of the rules that ask for a person, in the order of the tree. */
function asking(groups: readonly Reason[]): string[] {
  return groups.flatMap(({ children }) => children.filter(({ status }) => status === 'PERSON').map(({ rule }) => rule));
}

/** The policies that denied what was denied, and the ones that permitted this route. */
function decisive(answers: readonly ProceedAnswer[], chosen: Route): string[] {
  const decided = answers.filter(({ route, answer }) => !answer.allowed || route === chosen);
  return [...new Set(decided.flatMap(({ answer }) => answer.policies))].sort();
}
