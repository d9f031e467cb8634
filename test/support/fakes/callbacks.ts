import type { Callbacks } from '../../../lambdas/ports.ts';

export type FakeCallbacks = Callbacks & {
  /** The first answer of each token: that of a token which was answered before is dropped, as an engine does. */
  readonly answers: Map<string, unknown>;
};

export function fakeCallbacks(): FakeCallbacks {
  const answers = new Map<string, unknown>();
  return {
    answers,
    succeed: async (token, output) => {
      if (!answers.has(token)) answers.set(token, output);
    },
  };
}
