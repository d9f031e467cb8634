import { saidIn } from '../../core/analyst/said-in.ts';
import { wordsOf } from '../../core/analyst/words-of.ts';
import type { Amount } from '../../core/contracts/budget.ts';
import { type AnalystSaid, type AnalystWords, analystWordsSchema } from '../../core/contracts/analyst.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { modelBill, settleCall } from '../kit/model-bill.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import { analystCallId } from './ask-analyst.ts';
import type { Deps } from './deps.ts';

/** Keeps what the analyst said, whatever came of asking it, and settles what it took. The first words stand. */
export async function hearAnalyst(
  deps: Deps,
  context: ReleaseContext,
  phase: Phase,
  given: unknown,
): Promise<AnalystWords> {
  const said = saidIn(given);
  const words = wordsOf(said);
  const actual = await settle(deps, context, phase, said.usage);
  const written = await context.record({
    key: `shift.${phase}.analyst`,
    event: 'analyst.answered',
    rationale: rationaleOf(words),
    payload: { phase, words, actual },
  });
  const { words: first } = written.payload as { readonly words: unknown };
  return analystWordsSchema.parse(first);
}

/** Nothing depends on the bill: one that cannot be written leaves the worst case standing. */
async function settle(
  { budgets }: Deps,
  { release: { releaseId }, settings }: ReleaseContext,
  phase: Phase,
  usage: AnalystSaid['usage'],
): Promise<Amount | null> {
  try {
    const amount = usage && modelBill(settings.config)(usage, usage.seconds);
    return await settleCall(budgets, analystCallId(releaseId, phase), releaseId, amount);
  } catch {
    return null;
  }
}

/** In words of our own: the model's are in the payload, and no list of records shows them as Interlock's. */
function rationaleOf(words: AnalystWords): string {
  if (words.kind === 'UNAVAILABLE') return `the analyst said nothing that could be used: ${words.why}`;
  if (words.healthy) return 'the analyst calls the figures healthy';
  const { length } = words.regressions;
  if (length === 0) return 'the analyst does not call the figures healthy';
  return length === 1 ? 'the analyst names a regression in the figures' : `the analyst names ${length} regressions`;
}
