import { beforeAll, describe, expect, it } from '@jest/globals';
import { comparable } from './engines/comparable.ts';
import { runEmbedded } from './engines/run-embedded.ts';
import { runEmulator } from './engines/run-emulator.ts';
import type { Way } from './engines/scenario.ts';
import { houseScenarios } from './house-scenarios.ts';

let ours: Map<string, Way>;
let theirs: Map<string, Way>;
beforeAll(async () => {
  ours = await runEmbedded(houseScenarios);
  theirs = await runEmulator(houseScenarios);
}, 120_000);

describe('release.asl.json and traffic-shift.asl.json on the emulator and on our stepper', () => {
  it.each(houseScenarios.map(({ name }) => name))('%s: same states, same calls, same end', (name) => {
    expect(comparable(theirs.get(name)!)).toEqual(comparable(ours.get(name)!));
  });

  const opening = ['OpenRelease', 'IsOpen', 'CollectEvidence', 'Decide', 'Route'];
  const closing = ['CloseRelease'];
  const locked = [...opening, 'TakeLock', 'HasLock'];
  const tried = [...locked, 'Staging', 'AfterStaging', 'Canary', 'AfterCanary'];
  const held = [...tried, 'Approval', 'AfterApproval'];
  const permitted = [...held, 'TimeLock', 'AfterTimeLock', 'IssuePermit', 'HasPermit'];
  const waited = ['WaitForLock', 'TakeLock', 'HasLock'];
  it.each([
    ['the-whole-way', [...permitted, 'Rollout', 'AfterRollout', 'Watch', ...closing]],
    ['REJECT', [...opening, ...closing]],
    ['canary-FAILED', [...tried, ...closing]],
    ['approval-EXPIRED', [...held, ...closing]],
    ['lock-WAIT-WAIT-ACQUIRED', [...locked, ...waited, ...waited, ...permitted.slice(locked.length)]],
  ])('%s: those states are the ones that the file says', (story, states) => {
    const name = houseScenarios.find((scenario) => scenario.name.endsWith(story))!.name;
    expect(theirs.get(name)).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'AS THE LOG SAYS' } });
    expect(theirs.get(name)!.states.slice(0, states.length)).toEqual(states);
  });

  it('the failed canary is stopped and verified before the release closes', () => {
    const { name } = houseScenarios.find((scenario) => scenario.name.endsWith('canary-FAILED'))!;
    const stopped = ['Stop', 'Stopping', 'Drain', 'Stop', 'Stopping'];
    const verified = ['Verify', 'Verified', 'Settle', 'Verify', 'Verified', 'Close'];
    const observed = ['Start', 'Started', 'Bake', 'Observe', 'Decision', 'Bake', 'Observe', 'Decision'];
    expect(theirs.get(name)!.nested[`${name}-canary`]).toEqual([...observed, ...stopped, ...verified]);
  });
});
