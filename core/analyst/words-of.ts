import type { AnalystSaid, AnalystWords } from '../contracts/analyst.ts';
import { plainText } from '../decide/plain-text.ts';

/** What is kept of an answer. Its texts become plain lines here too: who asked the model is not who keeps its words. */
export function wordsOf(said: AnalystSaid): AnalystWords {
  if (said.kind === 'UNAVAILABLE') return { kind: 'UNAVAILABLE', why: plainText(said.why, 500) };
  const { healthy, regressions, reasoning, model } = said;
  return {
    kind: 'ANSWER',
    healthy: healthy && regressions.length === 0,
    regressions: regressions.map((text) => plainText(text, 300)),
    reasoning: plainText(reasoning, 2000),
    model: plainText(model, 200),
  };
}
