import { monthOf, type Books } from '../../core/budget/books.ts';
import { budgetFacts } from '../../core/budget/budget-facts.ts';
import { gateCharges } from '../../core/budget/gate-charges.ts';
import type { Facts } from '../../core/contracts/facts.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** Writes down what the gates took, and says whether every budget was enough for what led to this decision. */
export async function budgetOf(deps: Deps, context: ReleaseContext, gates: GateRun | null): Promise<Facts['budget']> {
  const { releaseId } = context.release;
  const { budgets } = context.settings.config;
  const records = await deps.auditLog.records(releaseId);
  const refused = records.find(({ event }) => event === 'budget.exhausted');
  return budgetFacts(refused?.rationale ?? null, await charged(deps, context, gates), budgets);
}

async function charged(deps: Deps, { release, settings }: ReleaseContext, gates: GateRun | null): Promise<Books> {
  const { releaseId } = release;
  const at = new Date(deps.clock.now()).toISOString();
  const { gateMinuteUsd } = settings.config.budgets;
  const [first, ...others] = gateCharges(releaseId, gates?.results ?? [], { at, minuteUsd: gateMinuteUsd });
  if (first !== undefined) return deps.budgets.charge(releaseId, [first, ...others]);
  return { month: await deps.budgets.month(monthOf(at)), run: await deps.budgets.run(releaseId) };
}
