import type { Actor } from '../contracts/actor.ts';
import type { Facts, Profile, RiskClass, Tier } from '../contracts/facts.ts';
import type { Route } from '../contracts/verdict.ts';
import { authorize, type PolicyAnswer } from './authorize.ts';
import type { CompiledPolicies } from './compile-policies.ts';

/** What the policies see of a change: schema.cedarschema, type Proceeding. */
export type Proceeding = {
  readonly submittedBy: Actor;
  readonly service: string;
  readonly profile: Profile;
  readonly riskClass: RiskClass;
  readonly confidence: number;
  readonly trust: number;
  readonly tier: Tier;
  readonly autonomyMerge: number;
  readonly autonomyDeploy: number;
  readonly rollbackSafe: boolean;
  readonly recordOnly: boolean;
  readonly gatesPassed: boolean;
  readonly reviewStatus: Facts['review']['status'];
  readonly triggers: readonly string[];
  readonly killSwitch: boolean;
  readonly frozen: boolean;
  readonly quarantined: boolean;
  readonly containsRunning: boolean;
  readonly budgetExhausted: boolean;
};

/** From loosest to strictest: the route and the action that stands for it. */
const WAYS = [
  { route: 'AUTONOMOUS', action: 'proceedWithoutPerson' },
  { route: 'CANCEL_WINDOW', action: 'proceedWithCancelWindow' },
  { route: 'HUMAN', action: 'proceedWithPerson' },
] as const satisfies readonly { route: Route; action: string }[];

export type ProceedAnswer = (typeof WAYS)[number] & { readonly answer: PolicyAnswer };

const PRINCIPAL = { PERSON: 'Person', AGENT: 'Agent', SYSTEM: 'System' } as const;

const entity = (type: string, id: string) => ({ __entity: { type, id } });

/** Cedar's answer to each way of going on, from loosest to strictest. */
export function proceedAnswers(compiled: CompiledPolicies, proceeding: Proceeding): readonly ProceedAnswer[] {
  const { submittedBy, service, profile, tier, riskClass, reviewStatus, triggers, ...plain } = proceeding;
  const context = {
    ...plain,
    profile: entity('Profile', profile),
    tier: entity('Tier', tier),
    riskClass: entity('RiskClass', riskClass),
    reviewStatus: entity('ReviewStatus', reviewStatus),
    triggers: triggers.map((name) => entity('Trigger', name)),
  };
  return WAYS.map((way) => ({
    ...way,
    answer: authorize(compiled, {
      principal: { type: PRINCIPAL[submittedBy.kind], id: submittedBy.id },
      action: way.action,
      resource: { type: 'Change', id: service },
      context,
    }),
  }));
}
