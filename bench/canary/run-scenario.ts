import { BEYOND } from './beyond.ts';
import { HARMS } from './harms.ts';
import { HEALTHY } from './healthy.ts';
import { historyOf } from './history-of.ts';
import { judged, type JudgeId } from './judges.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';
import { addOutcome, emptyTally, type Tally } from './tally.ts';

export const SCENARIOS: readonly Scenario[] = [...HEALTHY, ...HARMS, ...BEYOND];
const PLANNED_SEC = 600;

export type Tallies = Partial<Record<JudgeId, Tally>>;

/** Runs `from` up to before `to` of a scenario, each with its own seed, judged by all. */
export function runScenario(name: string, seed: string, from: number, to: number): Tallies {
  const scenario = scenarioOf(name);
  const tallies: Tallies = {};
  for (let run = from; run < to; run += 1) {
    const random = createRandom(`${seed} ${name} ${run}`);
    const history = historyOf(scenario.process, random);
    const buckets = simulate(scenario, random, PLANNED_SEC);
    const outcomes = Object.entries(judged(scenario, buckets, history, PLANNED_SEC));
    for (const [id, outcome] of outcomes as [JudgeId, NonNullable<(typeof outcomes)[0][1]>][]) {
      const served = buckets.filter(({ endSec }) => endSec <= outcome.atSec);
      const failed = served.reduce((sum, { canary }) => sum + canary.errors, 0);
      addOutcome((tallies[id] ??= emptyTally()), outcome, scenario.onsetSec, failed);
    }
  }
  return tallies;
}

export function scenarioOf(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`scenario: found ${name}; expected one of ${SCENARIOS.map((s) => s.name).join(', ')}`);
  return scenario;
}
