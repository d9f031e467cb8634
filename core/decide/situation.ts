import { riskClassOf } from '../change/risk-class-of.ts';
import type { Facts, RiskClass, SignalKind } from '../contracts/facts.ts';
import type { Plan } from '../contracts/verdict.ts';
import { confidenceOf, type Confidence } from './confidence.ts';
import { planOf } from './plan-of.ts';

/** The facts and what follows from them alone: what every rule looks at. */
export type Situation = {
  readonly facts: Facts;
  readonly riskClass: RiskClass;
  /** The signals that raised the class; empty for LOW. */
  readonly raisedBy: readonly SignalKind[];
  readonly confidence: Confidence;
  readonly plan: Plan;
};

export function situationOf(facts: Facts): Situation {
  const { riskClass, raisedBy } = riskClassOf(facts.change.signals);
  return {
    facts,
    riskClass,
    raisedBy,
    confidence: confidenceOf(facts),
    plan: planOf(facts.change, facts.canaryPower.canary),
  };
}
