import { historyOf } from './history-of.ts';
import { createRandom } from './random.ts';
import { bucketOf } from './raw-bucket.ts';
import { scenarioOf } from './run-scenario.ts';
import { LOOKS, shippedJudge } from './shipped-judge.ts';
import { simulate } from './simulate.ts';

/** Watched on while inconclusive, to 30 minutes. */
export const EXTENDED = ['A/A tiny', 'A/A low', 'A/A med', '+0.5pp med', 'x5 med'] as const;

export type Extended = {
  readonly runs: number;
  /** Passed at the look of 10, 20 and 30 minutes. */
  readonly passed: readonly number[];
  readonly rolledBack: number;
};

export function runExtending(name: string, seed: string, from: number, to: number): Extended {
  const scenario = scenarioOf(name);
  const passed = LOOKS.map(() => 0);
  let rolledBack = 0;
  for (let run = from; run < to; run += 1) {
    const random = createRandom(`${seed} extended ${name} ${run}`);
    const history = historyOf(scenario.process, random);
    const buckets = simulate(scenario, random, LOOKS.at(-1)!).map((bucket) => bucketOf(bucket));
    const { outcome, passedAt } = shippedJudge(buckets, history, undefined, LOOKS);
    if (passedAt !== null) passed[passedAt - 1]! += 1;
    if (outcome.answer === 'ROLLED_BACK') rolledBack += 1;
  }
  return { runs: to - from, passed, rolledBack };
}

export function addExtended(a: Extended, b: Extended): Extended {
  const passed = a.passed.map((n, i) => n + b.passed[i]!);
  return { runs: a.runs + b.runs, passed, rolledBack: a.rolledBack + b.rolledBack };
}
