import type { Phase } from '../contracts/shift.ts';
import { phaseSchema } from '../contracts/shift.ts';
import type { Plan } from '../contracts/verdict.ts';

/** Whether the old version may get its traffic back in this phase: not after the last that the plan calls safe (001-40). */
export function mayReturn(plan: Plan, phase: Phase): boolean {
  if (plan.kind === 'RECORD_ONLY') return true;
  return phaseSchema.options.indexOf(phase) <= phaseSchema.options.indexOf(plan.rollback.lastSafe);
}
