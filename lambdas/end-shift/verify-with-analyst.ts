import { whenAsked } from '../../core/analyst/when-asked.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import { askAnalyst } from './ask-analyst.ts';
import type { Deps } from './deps.ts';
import { hearAnalyst } from './hear-analyst.ts';
import { endedSchema, verify } from './verify.ts';

/**
 * Verifies a shift, and has its figures put into words: before its end is recorded where a person may be asked for
 * because of them, else when the end is on record and nobody waits. Whoever brings an answer is never told to ask again.
 */
export async function verifyWithAnalyst(deps: Deps, context: ReleaseContext, phase: Phase, given: unknown) {
  const document = await context.evidence.shift(phase);
  if (given !== undefined && !isNotAsked(given)) {
    const words = await hearAnalyst(deps, context, phase, given);
    if (document === null || document.endedAt === null) return verify(deps, context, phase, { words, ask: null });
    return added(deps, context, { ...document, analyst: words });
  }
  // An execution of a definition without an analyst brings nothing, and would not know the word.
  const mayAsk = given !== undefined && document !== null && document.analyst === null;
  const when = mayAsk ? whenAsked(document) : 'NEVER';
  const answer = await verify(deps, context, phase, {
    words: document?.analyst ?? null,
    ask: when === 'BEFORE' ? () => askAnalyst(deps, context, document!) : null,
  });
  if (when !== 'AFTER' || answer.next === 'WAIT' || answer.next === 'ANALYSE' || answer.result !== 'FAILED')
    return answer;
  const asking = await askAnalyst(deps, context, document!);
  if (asking.kind === 'ASK') return { ...answer, next: 'ANALYSE' as const, ask: asking.ask };
  const ended = await context.evidence.shift(phase);
  if (asking.words !== null && ended !== null) await context.evidence.putShift({ ...ended, analyst: asking.words });
  return answer;
}

const isNotAsked = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'NOT_ASKED';

/** The end is on record, and so is all that followed from it: words change none of it, and the world is not asked again. */
async function added(deps: Deps, { release, evidence }: ReleaseContext, document: ShiftEvidence) {
  await evidence.putShift(document);
  const records = await deps.auditLog.records(release.releaseId);
  const ended = records.find(({ key }) => key === `shift.${document.phase}.ended`);
  const { result, next } = endedSchema.parse(ended?.payload);
  return { action: 'VERIFY' as const, next, result };
}
