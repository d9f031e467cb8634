import type { AnalystWords } from '../contracts/analyst.ts';
import { safeLine } from './safe-text.ts';

/** Whose words they are stands before them wherever they are shown: a model decided nothing. */
export const analystTitle = "In the analyst's words";
/** Regressions shown; the rest is counted. */
const SHOWN = 10;

/**
 * What a model said of the figures of a shift, for people: plain lines, bounded, with no address that a mail program would
 * make a link of. Empty when nothing was said.
 */
export function analystLines(words: AnalystWords | null): readonly string[] {
  if (words?.kind !== 'ANSWER') return [];
  const { healthy, regressions, reasoning, model } = words;
  const more = regressions.length - SHOWN;
  return [
    `${healthy ? 'Healthy' : 'Not healthy'}, says ${plain(model, 200)}: ${plain(reasoning, 2000)}`,
    ...regressions.slice(0, SHOWN).map((text) => `Regression: ${plain(text, 300)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

const plain = (text: string, max: number): string =>
  safeLine(text.replaceAll('://', ': //').replace(/\bwww\./gi, 'www .'), max);
