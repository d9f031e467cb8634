import { analystAnswerSchema, type AnalystSaid } from '../contracts/analyst.ts';
import { plainText } from '../decide/plain-text.ts';
import { objectIn } from '../review/object-in.ts';

/** What the port Reviewer answers. */
type Answer =
  | {
      readonly kind: 'ANSWER';
      readonly text: string;
      readonly model: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  | {
      readonly kind: 'UNAVAILABLE';
      readonly why: string;
      readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
    };

/** UTF-8: the longest answer of the schema, escaped as JSON may be. */
const MAX_BYTES = 64 * 1024;
const MOST_TOKENS = 10_000_000;
const MOST_SECONDS = 100_000;

/**
 * What the step says for what a model answered: its text read strictly, its texts as plain lines, everything bounded.
 * An answer that is not usable is none, and was billed all the same.
 *
 * @param seconds real seconds of the call
 */
export function saidOf(answer: Answer, seconds: number): AnalystSaid {
  const billed = answer.kind === 'ANSWER' ? answer : answer.usage;
  const usage = billed === undefined ? null : usageOf(billed, seconds);
  const unavailable = (why: string): AnalystSaid => ({ kind: 'UNAVAILABLE', why: plainText(why, 500), usage });
  if (answer.kind === 'UNAVAILABLE') return unavailable(answer.why);
  const parsed = objectIn(answer.text, analystAnswerSchema, MAX_BYTES);
  if (parsed.kind === 'MALFORMED' || usage === null)
    return unavailable(parsed.kind === 'MALFORMED' ? parsed.why : 'nobody knows what it took');
  const { healthy, regressions, reasoning } = parsed.answer;
  return {
    kind: 'ANSWER',
    // A version of which it names a regression is not one that it calls healthy.
    healthy: healthy && regressions.length === 0,
    regressions: regressions.map((text) => plainText(text, 300)),
    reasoning: plainText(reasoning, 2000),
    model: plainText(answer.model, 200),
    usage,
  };
}

/** Null for counts that cannot be: then all that was set aside counts. */
function usageOf(
  { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number },
  seconds: number,
): NonNullable<AnalystSaid['usage']> | null {
  const sound = (n: number, most: number) => Number.isInteger(n) && n >= 0 && n <= most;
  if (!sound(inputTokens, MOST_TOKENS) || !sound(outputTokens, MOST_TOKENS)) return null;
  return { inputTokens, outputTokens, seconds: sound(seconds, MOST_SECONDS) ? seconds : MOST_SECONDS };
}
