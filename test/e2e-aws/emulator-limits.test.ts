import { beforeAll, describe, expect, it } from '@jest/globals';
import { runEmbedded } from './engines/run-embedded.ts';
import { runEmulator } from './engines/run-emulator.ts';
import type { Way } from './engines/scenario.ts';
import { probes } from './limit-probes.ts';

let ours: Map<string, Way>;
let theirs: Map<string, Way>;
beforeAll(async () => {
  ours = await runEmbedded(probes);
  theirs = await runEmulator(probes);
}, 100_000);

// When a newer emulator fails one of these it has closed a gap: let the scenarios use the construct and drop the probe here
// and in docs/e2e-aws.md.
describe('where the emulator is not Step Functions', () => {
  it.each(probes)('$name', ({ name, ours: wanted, emulators }) => {
    expect(ours.get(name)).toMatchObject(wanted);
    expect(theirs.get(name)).toMatchObject(emulators);
  });
});
