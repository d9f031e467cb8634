import { beforeAll, describe, expect, it } from '@jest/globals';
import { comparable } from './engines/comparable.ts';
import { runEmbedded } from './engines/run-embedded.ts';
import { runEmulator } from './engines/run-emulator.ts';
import type { Way } from './engines/scenario.ts';
import { exploredScenarios } from './explored-scenarios.ts';

let ours: Map<string, Way>;
let theirs: Map<string, Way>;
beforeAll(async () => {
  ours = await runEmbedded(exploredScenarios);
  theirs = await runEmulator(exploredScenarios);
}, 400_000);

describe('every word and fault of every call, on the emulator and on our stepper (point 10)', () => {
  it.each(exploredScenarios.map(({ name }) => name))('%s: same states, same calls, same end', (name) => {
    expect(comparable(theirs.get(name)!)).toEqual(comparable(ours.get(name)!));
  });

  it('by many different ways, to good and bad ends', () => {
    const ways = [...ours.values()];
    expect(exploredScenarios.length).toBeGreaterThan(80);
    expect(
      new Set(ways.map(({ states, nested }) => JSON.stringify([states, Object.values(nested)]))).size,
    ).toBeGreaterThan(25);
    expect(ways.some(({ status }) => status === 'FAILED')).toBe(true);
    expect(ways.some(({ states }) => states.includes('Watch'))).toBe(true);
  });
});
