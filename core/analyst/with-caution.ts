import type { AnalystWords } from '../contracts/analyst.ts';
import type { AnalystConfig } from '../contracts/config-analyst.ts';
import type { Phase, ShiftResult } from '../contracts/shift.ts';

export type Cautioned = {
  readonly result: ShiftResult | null;
  /** It is INCONCLUSIVE by these words alone: a person is asked then, whatever the config does with other ones. */
  readonly cautioned: boolean;
};

/**
 * All that a model can do to a shift (K3): in staging and in the canary, and where the config lets it, words that name a
 * regression make a PASSED one INCONCLUSIVE. Every other result stays what it is, whatever is said, and so does PASSED
 * when nothing usable is.
 */
export function withCaution(
  phase: Phase,
  result: ShiftResult | null,
  words: AnalystWords | null,
  mode: AnalystConfig['mode'],
): Cautioned {
  const may = mode === 'caution' && (phase === 'STAGING' || phase === 'CANARY');
  const warns = words?.kind === 'ANSWER' && (words.healthy !== true || words.regressions.length > 0);
  return may && warns && result === 'PASSED'
    ? { result: 'INCONCLUSIVE', cautioned: true }
    : { result, cautioned: false };
}
