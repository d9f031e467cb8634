import { beforeAll, describe, expect, it } from '@jest/globals';
import { comparable } from './engines/comparable.ts';
import { runEmbedded } from './engines/run-embedded.ts';
import { runEmulator } from './engines/run-emulator.ts';
import type { Way } from './engines/scenario.ts';
import { scenario } from './scenarios.ts';

/** At least 100 are asked for. */
const COUNT = 140;
const FEATURES = [
  'Catch',
  'Choice',
  'Fail',
  'Parallel',
  'Retry',
  'Wait by Seconds number',
  'Wait by Seconds string',
  'Wait by Timestamp string',
  'a branch fails',
  'a loop that does not turn',
  'a loop that turns',
  'a nested execution',
  'a nested execution fails',
  'an expression has no value',
  'assigns a variable',
  'fails first',
  'goes well',
  'invokes',
  'reads a variable',
  'waits for a token',
];
const scenarios = Array.from({ length: COUNT }, (_, seed) => scenario(seed));

let ours: Map<string, Way>;
let theirs: Map<string, Way>;
beforeAll(async () => {
  ours = await runEmbedded(scenarios);
  theirs = await runEmulator(scenarios);
}, 150_000);

describe('our engine and the emulator take the same way', () => {
  it.each(scenarios.map(({ name, features }) => [name, features.join(', ')]))('%s: %s', (name) => {
    expect(comparable(theirs.get(name)!)).toEqual(comparable(ours.get(name)!));
  });

  it('by every kind of state, often', () => {
    const counts = new Map<string, number>();
    for (const feature of scenarios.flatMap(({ features }) => features))
      counts.set(feature, (counts.get(feature) ?? 0) + 1);
    expect(scenarios.length).toBeGreaterThanOrEqual(100);
    expect([...counts.keys()].sort()).toEqual([...FEATURES].sort());
    expect([...counts].filter(([, count]) => count < 10)).toEqual([]);
  });

  it('to good and to bad ends, through calls that were seen', () => {
    const ends = [...theirs.values()];
    expect(ends.filter(({ status }) => status === 'FAILED').length).toBeGreaterThan(10);
    expect(ends.filter(({ status }) => status === 'SUCCEEDED').length).toBeGreaterThan(50);
    expect(ends.filter(({ calls }) => Object.keys(calls).length > 0).length).toBeGreaterThan(50);
    expect(
      ends.filter(({ nested }) => Object.values(nested).some((states) => states.length > 0)).length,
    ).toBeGreaterThan(20);
    expect(ends.every(({ states }) => states.length > 0)).toBe(true);
  });
});
