import type { Proceeding } from '../policy/proceed-answers.ts';
import { gatesPassed } from './gates-reason.ts';
import { autonomyLevels } from './autonomy-levels.ts';
import { autonomyNumber, trustNumber } from './levels.ts';
import { isReviewed } from './review-reason.ts';
import type { Situation } from './situation.ts';

/** What the policies see. `triggers` are the human triggers that fire and are not turned off. */
export function proceedingOf({ facts, ...s }: Situation, triggers: readonly string[]): Proceeding {
  const autonomy = autonomyLevels(facts);
  return {
    submittedBy: facts.submittedBy,
    service: facts.service,
    profile: facts.profile,
    riskClass: s.riskClass,
    confidence: s.confidence.value,
    trust: trustNumber(facts.trust.level),
    tier: facts.tier,
    autonomyMerge: autonomyNumber(autonomy.MERGE.level),
    autonomyDeploy: autonomyNumber(autonomy.DEPLOY.level),
    rollbackSafe: s.plan.kind === 'RECORD_ONLY' || s.plan.rollback.lastSafe === 'WATCH',
    recordOnly: s.plan.kind === 'RECORD_ONLY',
    gatesPassed: gatesPassed(facts),
    reviewStatus: isReviewed(facts.review) ? facts.review.status : 'UNAVAILABLE',
    triggers,
    killSwitch: facts.controls.killSwitch !== null,
    frozen: facts.controls.freeze !== null,
    quarantined: facts.controls.quarantine !== null,
    containsRunning: facts.containsRunning,
    budgetExhausted: facts.budget.status !== 'WITHIN',
  };
}
