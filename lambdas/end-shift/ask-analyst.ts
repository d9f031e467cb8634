import { analystPrompt } from '../../core/analyst/analyst-prompt.ts';
import { questionOf } from '../../core/analyst/question-of.ts';
import { askedCaps } from '../../core/budget/asked-caps.ts';
import { capsOf } from '../../core/budget/caps.ts';
import { exhaustedText } from '../../core/budget/exhausted-text.ts';
import type { AnalystWords } from '../../core/contracts/analyst.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import type { AnalystCall } from '../../core/contracts/steps.ts';
import { worstTokens } from '../../core/review/fitting-prompt.ts';
import { modelBill } from '../kit/model-bill.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** The analyst's call has one id per shift: a step that is repeated sets nothing aside twice. */
export const analystCallId = (releaseId: ReleaseId, phase: Phase) => `${releaseId}.analyst.${phase}`;

/** ASK: room for the worst case is set aside. WORDS: nobody is asked, and why; null where nobody was to be. */
export type Asking =
  { readonly kind: 'ASK'; readonly ask: AnalystCall } | { readonly kind: 'WORDS'; readonly words: AnalystWords | null };

/** A fault on this way is no fault of the shift, which ends as it would without an analyst. */
export async function askAnalyst(deps: Deps, context: ReleaseContext, document: ShiftEvidence): Promise<Asking> {
  const { analyst, reviewer } = context.settings.config;
  if (analyst.mode === 'off' || reviewer.kind === 'none') return { kind: 'WORDS', words: null };
  try {
    return await askWithinBudget(deps, context, document);
  } catch (error) {
    return unavailable(`it could not be asked (${error instanceof Error ? error.name : 'unknown fault'})`);
  }
}

async function askWithinBudget(
  { budgets, clock }: Deps,
  { release, settings, evidence, record }: ReleaseContext,
  document: ShiftEvidence,
): Promise<Asking> {
  const { releaseId, stop } = release;
  const { config } = settings;
  if (stop !== null) return unavailable('the release was stopped');
  const { maxTokens, timeoutSeconds } = config.analyst;
  const question = questionOf(document);
  const worst = modelBill(config)(worstTokens(analystPrompt(question, maxTokens)), timeoutSeconds);
  const use = { component: 'canary-analysis', provider: config.reviewer.model, worst } as const;
  const { trailers } = await evidence.get('change');
  const result = await budgets.reserve(
    releaseId,
    { ...use, id: analystCallId(releaseId, document.phase), at: new Date(clock.now()).toISOString() },
    capsOf(config.budgets, 'canary-analysis', askedCaps(trailers)),
  );
  const about = `shift.${document.phase}.analyst`;
  if (result.kind === 'EXHAUSTED') {
    const why = exhaustedText(result, 'canary-analysis');
    await record({ key: `${about}.exhausted`, event: 'budget.exhausted', rationale: why, payload: result });
    return unavailable(why);
  }
  if (result.entry.actual !== null) return unavailable('it was asked before, and its answer was lost');
  await record({
    key: `${about}.reserved`,
    event: 'budget.reserved',
    rationale: 'the worst case of asking the analyst is set aside before it is asked',
    payload: { phase: document.phase, ...use },
  });
  return { kind: 'ASK', ask: { question, maxTokens, timeoutSeconds } };
}

const unavailable = (why: string): Asking => ({ kind: 'WORDS', words: { kind: 'UNAVAILABLE', why } });
