import { estimatedTokens } from '../budget/estimated-tokens.ts';
import { reviewPrompt, type ReviewInput, type ReviewQuestion } from './review-prompt.ts';

/** Bytes that a token counts as at the least (estimated-tokens.ts). */
const BYTES = 3;

/** Tokens of one call at the most: of the prompt, and of the longest answer that is allowed. */
export function worstTokens({ system, user, maxTokens }: ReviewQuestion['prompt']): {
  readonly inputTokens: number;
  readonly outputTokens: number;
} {
  return { inputTokens: estimatedTokens(system + user), outputTokens: maxTokens };
}

/**
 * The prompt that stays within the tokens of one call: beyond them less of the diff is shown (003-34), which the
 * coverage says, and what was not shown counts as not reviewed. A prompt that is too long without any diff is returned
 * as it is: the budget refuses it.
 */
export function fittingPrompt(input: ReviewInput, taskTokens: number): ReviewQuestion {
  let question = reviewPrompt(input);
  let over = overOf(question, taskTokens);
  if (over <= 0) return question;
  const bare = reviewPrompt({ ...input, maxCharacters: 0 });
  while (over > 0) {
    const shown = question.prompt.user.length - bare.prompt.user.length;
    const maxCharacters = shown - over * BYTES;
    if (maxCharacters <= 0) return bare;
    question = reviewPrompt({ ...input, maxCharacters });
    over = overOf(question, taskTokens);
  }
  return question;
}

function overOf({ prompt }: ReviewQuestion, taskTokens: number): number {
  const { inputTokens, outputTokens } = worstTokens(prompt);
  return inputTokens + outputTokens - taskTokens;
}
