import { InvalidInput } from '../contracts/errors.ts';
import type { Signal } from '../contracts/facts.ts';
import type { Coverage } from '../contracts/review-report.ts';
import { chooseHunks } from './choose-hunks.ts';
import { maskSecrets } from './mask-secrets.ts';
import { systemPrompt } from './system-prompt.ts';

export type ReviewInput = {
  readonly diff: string;
  readonly title: string;
  readonly description: string;
  readonly signals: readonly Signal[];
  /** 16 to 64 hex digits that the change's author could not foresee, such as a hash over the content and the release. */
  readonly nonce: string;
  /** Of the diff, in UTF-16 units. */
  readonly maxCharacters: number;
  readonly maxTokens: number;
};

/** The prompt and what of the diff it shows. `prompt` has the shape that the port Reviewer asks for. */
export type ReviewQuestion = {
  readonly prompt: { readonly system: string; readonly user: string; readonly maxTokens: number };
  readonly coverage: Coverage;
};

/**
 * Asks for a review (002-8..12). Everything that the author wrote stands between two lines with the nonce, which it
 * cannot contain: such content is refused with InvalidInput, as is a nonce of another form.
 */
export function reviewPrompt(input: ReviewInput): ReviewQuestion {
  if (!/^[0-9a-f]{16,64}$/.test(input.nonce))
    throw new InvalidInput('nonce of a review: expected 16 to 64 lower-case hex digits');
  const { text, coverage } = chooseHunks(input.diff, input.signals, input.maxCharacters);
  const missing = coverage.hunksTotal - coverage.hunksSeen;
  const data = [
    `Title: ${maskSecrets(input.title)}`,
    `Description:\n${maskSecrets(input.description).slice(0, 2000).toWellFormed()}`,
    `Diff:\n${text}`,
  ].join('\n');
  if (data.includes(input.nonce)) throw new InvalidInput('the change contains the nonce of its own review');
  const user = [
    `Signals found by rule: ${[...new Set(input.signals.map(({ kind }) => kind))].join(', ') || 'none'}.`,
    missing === 0
      ? 'The diff is complete.'
      : `The diff is not complete: ${missing} of ${coverage.hunksTotal} hunks did not fit. Name what you could not judge in coverage_gaps.`,
    `DATA ${input.nonce} BEGIN`,
    data,
    `DATA ${input.nonce} END`,
    'Answer with the JSON object only.',
  ].join('\n');
  return { prompt: { system: systemPrompt(input.nonce), user, maxTokens: input.maxTokens }, coverage };
}
