import { modelCost, type Usage } from '../../core/budget/model-cost.ts';
import { modelPrice } from '../../core/budget/model-price.ts';
import type { Amount } from '../../core/contracts/budget.ts';
import type { Config } from '../../core/contracts/config.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import type { Budgets } from '../ports.ts';

/** What a call of the configured model takes out of a budget. Terminal for a model without a known price (K22). */
export function modelBill({ reviewer, budgets }: Pick<Config, 'reviewer' | 'budgets'>) {
  const price = modelPrice(reviewer.model, budgets.pricesUsdPerMillion);
  if (price === null) throw new Terminal('reviewer.model: no price of it is known; the config was not checked');
  return (usage: Usage, seconds: number): Amount => ({
    microUsd: modelCost(usage, price),
    tokens: usage.inputTokens + usage.outputTokens,
    seconds,
  });
}

/**
 * An answer is not thrown away, and paid for again, because its bill could not be written: then all of it counts, and
 * the amount is null.
 */
export async function settleCall(
  budgets: Pick<Budgets, 'settle'>,
  id: string,
  releaseId: ReleaseId,
  actual: Amount | null,
): Promise<Amount | null> {
  try {
    return await budgets.settle(releaseId, id, actual);
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    return null;
  }
}
