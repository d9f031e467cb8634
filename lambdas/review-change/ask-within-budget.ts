import type { Caps } from '../../core/budget/caps.ts';
import { exhaustedText } from '../../core/budget/exhausted-text.ts';
import type { ReserveResult } from '../../core/budget/reserve.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import { worstTokens } from '../../core/review/fitting-prompt.ts';
import { modelBill, settleCall } from '../kit/model-bill.ts';
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
  const { reviewer } = settings.config;
  if (reviewer.kind === 'none') return deps.reviewer.ask(prompt);
  const amountOf = modelBill(settings.config);
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
  await settleCall(
    deps.budgets,
    result.entry.id,
    release.releaseId,
    usage === undefined ? null : amountOf(usage, seconds),
  );
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
