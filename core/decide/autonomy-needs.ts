import type { ActionClass, AutonomyLevel } from '../contracts/facts.ts';
import { autonomyLevels, type Autonomy } from './autonomy-levels.ts';
import { autonomyNumber } from './levels.ts';
import type { Situation } from './situation.ts';

/** What going on without a person takes of one action class, and what there is. `need` is null where it plays no part. */
export type AutonomyNeed = {
  readonly action: ActionClass;
  readonly has: Autonomy;
  readonly need: AutonomyLevel | null;
  readonly met: boolean;
};

/**
 * What each action class must have before nobody is asked: A2 for what an agent planned, fetched and wrote itself and for
 * running its gates (below that a person approves each of them, 003-7..9), A3 to merge class LOW and A4 to merge more
 * (003-10), A4 to deploy (003-11). A person's own plan and code need no level.
 */
export function autonomyNeeds({ facts, riskClass, plan }: Situation): readonly AutonomyNeed[] {
  const levels = autonomyLevels(facts);
  const written = facts.submittedBy.kind === 'AGENT' ? 'A2' : null;
  const needs: Readonly<Record<ActionClass, AutonomyLevel | null>> = {
    PLAN: written,
    FETCH: written,
    GENERATE: written,
    EXECUTE: 'A2',
    MERGE: riskClass === 'LOW' ? 'A3' : 'A4',
    DEPLOY: plan.kind === 'RECORD_ONLY' ? null : 'A4',
  };
  return (Object.keys(needs) as ActionClass[]).map((action) => {
    const need = needs[action];
    const has = levels[action];
    return { action, has, need, met: need === null || autonomyNumber(has.level) >= autonomyNumber(need) };
  });
}
