import type { Caps } from '../../core/budget/caps.ts';
import { exhaustedText } from '../../core/budget/exhausted-text.ts';
import { modelCost, type Usage } from '../../core/budget/model-cost.ts';
import { modelPrice } from '../../core/budget/model-price.ts';
import type { ReserveResult } from '../../core/budget/reserve.ts';
import type { Amount } from '../../core/contracts/budget.ts';
import { Transient, Terminal } from '../../core/contracts/errors.ts';
import { worstTokens } from '../../core/review/fitting-prompt.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { ReviewAnswer, ReviewPrompt } from '../ports.ts';
import type { Deps } from './deps.ts';

/** More calls than the state machine's retries can begin for one release. */
const ATTEMPTS = 12;

/**
 * Asks the reviewer if every budget has room for the worst case of the call, which is set aside before and settled
 * after. A call whose end is not known stays set aside in full. Without room nobody is asked: UNAVAILABLE, on record.
 */
export async function askWithinBudget(
  deps: Deps,
  context: ReleaseContext,
  prompt: ReviewPrompt,
  caps: Caps,
): Promise<ReviewAnswer> {
  const { release, settings, record } = context;
  const { reviewer, budgets } = settings.config;
  if (reviewer.kind === 'none') return deps.reviewer.ask(prompt);
  const price = modelPrice(reviewer.model, budgets.pricesUsdPerMillion);
  if (price === null) throw new Terminal('reviewer.model: no price of it is known; the config was not checked');
  const amountOf = (usage: Usage, seconds: number): Amount => ({
    microUsd: modelCost(usage, price),
    tokens: usage.inputTokens + usage.outputTokens,
    seconds,
  });
  const worst = amountOf(worstTokens(prompt), reviewer.timeoutSeconds);

  const { attempt, result } = await reserved((n) =>
    deps.budgets.reserve(
      release.releaseId,
      {
        id: `${release.releaseId}.review.${n}`,
        component: 'code-reviewer',
        provider: reviewer.model,
        at: new Date(deps.clock.now()).toISOString(),
        worst,
      },
      caps,
    ),
  );
  if (result.kind === 'EXHAUSTED') {
    const why = exhaustedText(result, 'code-reviewer');
    await record({ key: 'budget.exhausted', event: 'budget.exhausted', rationale: why, payload: result });
    return { kind: 'UNAVAILABLE', why, usage: { inputTokens: 0, outputTokens: 0 } };
  }
  await record({
    key: `budget.reserved.${attempt}`,
    event: 'budget.reserved',
    rationale: 'the worst case of the review is set aside before it is asked for',
    payload: { component: 'code-reviewer', provider: reviewer.model, worst },
  });
  // Real time, as the timeout is: the release's clock may run faster.
  const begun = performance.now();
  const answer = await deps.reviewer.ask(prompt);
  const seconds = Math.ceil((performance.now() - begun) / 1000);
  const usage = answer.kind === 'ANSWER' ? answer : answer.usage;
  await settle(deps, result.entry.id, release.releaseId, usage === undefined ? null : amountOf(usage, seconds));
  return answer;
}

/** The first of the ids that nobody has reserved yet: what an earlier attempt set aside may be spent already. */
async function reserved(reserve: (attempt: number) => Promise<ReserveResult>) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const result = await reserve(attempt);
    if (result.kind === 'EXHAUSTED' || result.first) return { attempt, result };
  }
  throw new Terminal(`the review was begun ${ATTEMPTS} times and never kept`);
}

/** An answer is not thrown away, and paid for again, because its bill could not be written: then all of it counts. */
async function settle(
  deps: Deps,
  id: string,
  releaseId: Parameters<Deps['budgets']['settle']>[0],
  actual: Amount | null,
) {
  try {
    await deps.budgets.settle(releaseId, id, actual);
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
  }
}
