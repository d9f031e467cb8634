import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fittingPrompt, worstTokens } from '../../../core/review/fitting-prompt.ts';
import { reviewPrompt, type ReviewInput } from '../../../core/review/review-prompt.ts';

const file = (name: string, text: string) =>
  `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-a\n+${text}\n`;
const input = (diff: string): ReviewInput => ({
  ...{ diff, title: 'Faster search', description: '', signals: [], nonce: 'ab'.repeat(16) },
  maxCharacters: 120_000,
  maxTokens: 2000,
});
const tokens = (question: ReturnType<typeof reviewPrompt>) => {
  const { inputTokens, outputTokens } = worstTokens(question.prompt);
  return inputTokens + outputTokens;
};
const bare = (diff: string) => reviewPrompt({ ...input(diff), maxCharacters: 0 });

describe('fittingPrompt (003-34)', () => {
  it('is the whole prompt where that fits', () => {
    const diff = file('a.js', 'b');
    expect(fittingPrompt(input(diff), 16_000)).toEqual(reviewPrompt(input(diff)));
  });

  it('uses most of the room there is, and its coverage says what was left out', () => {
    const diff = Array.from({ length: 200 }, (_, n) => file(`f${n}.js`, 'x '.repeat(250))).join('');
    const question = fittingPrompt(input(diff), 16_000);
    expect(tokens(question)).toBeLessThanOrEqual(16_000);
    expect(tokens(question)).toBeGreaterThan(15_000);
    expect(question.coverage.hunksTotal).toBe(200);
    expect(question.coverage.filesUnseen).toHaveLength(200 - question.coverage.hunksSeen);
  });

  it('never more than the tokens of a call, whatever the script; without any room no diff is shown', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.constantFrom('漢字'.repeat(300), '🙂'.repeat(100), 'a '.repeat(900)),
    );
    const plain = text.map((value) => value.replace(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 8000 }), (texts, cap) => {
        const diff = texts.map((value, n) => file(`f${n}.txt`, value)).join('');
        const question = fittingPrompt(input(diff), cap);
        if (tokens(bare(diff)) > cap) expect(question.coverage.hunksSeen).toBe(0);
        else expect(tokens(question)).toBeLessThanOrEqual(cap);
      }),
      { numRuns: 60 },
    );
  });
});
