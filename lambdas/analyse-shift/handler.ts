import { analystPrompt } from '../../core/analyst/analyst-prompt.ts';
import { saidOf } from '../../core/analyst/said-of.ts';
import type { AnalystSaid } from '../../core/contracts/analyst.ts';
import type { AnalystCall } from '../../core/contracts/steps.ts';
import type { Deps } from './deps.ts';

/**
 * Asks the model once about figures that it was handed, and reads its answer. It knows no release, no store and no
 * settings, and what it says decides nothing (000-24, K3).
 */
export const createHandler =
  ({ reviewer }: Deps) =>
  async ({ question, maxTokens, timeoutSeconds }: AnalystCall): Promise<AnalystSaid> => {
    // Real time, as the timeout is: the release's clock may run faster.
    const begun = performance.now();
    const answer = await reviewer.ask({ ...analystPrompt(question, maxTokens), timeoutSeconds });
    return saidOf(answer, Math.ceil((performance.now() - begun) / 1000));
  };
