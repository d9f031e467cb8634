import { historyOf } from './history-of.ts';
import { createRandom } from './random.ts';
import { bucketOf } from './raw-bucket.ts';
import { scenarioOf } from './run-scenario.ts';
import { LOOKS, shippedJudge } from './shipped-judge.ts';
import { simulate } from './simulate.ts';
import type { Target } from './targets.ts';

/** Canaries of which nothing is known: none may pass, however long one waits. */
export function noEvidence(seed: string): Target {
  const scenario = scenarioOf('A/A med');
  const random = createRandom(`${seed} no evidence`);
  const history = historyOf(scenario.process, random);
  const buckets = simulate(scenario, random, LOOKS.at(-1)!).map((bucket) => bucketOf(bucket));
  const nothing = { requests: 0, errors: 0 };
  const cases = {
    'no buckets': [],
    'no canary requests': buckets.map((bucket) => ({ ...bucket, canary: nothing })),
    'nothing on either arm': buckets.map((bucket) => ({ ...bucket, canary: nothing, baseline: nothing })),
    'no latency': buckets.map(({ canary: { latency: _, ...canary }, ...bucket }) => ({ ...bucket, canary })),
    'one bucket of four': buckets.filter((_, i) => i % 4 === 0),
  };
  const passed = Object.entries(cases).flatMap(([name, data]) =>
    shippedJudge(data, history, undefined, LOOKS).passedAt === null ? [] : name,
  );
  return {
    target: `4 never a pass on no evidence (${Object.keys(cases).join('; ')})`,
    figure: passed.length === 0 ? 'none passed' : `passed: ${passed.join('; ')}`,
    met: passed.length === 0,
  };
}
