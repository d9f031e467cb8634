import { isUnproven } from '../../../core/canary/is-unproven.ts';
import type { PermitFacts } from '../../../core/release/permit-check.ts';
import type { Reply, Step } from '../rules.ts';
import { withRelease, type Release, type World } from '../world.ts';

const SAME = { head: 'decided', digest: 'decided', configHash: 'decided' };
const OTHER = { head: 'changed', digest: 'changed', configHash: 'changed' };

/** issue-permit: the core's check of everything at this moment, also in a freeze, in quarantine and with a sick production. */
export const issuePermit: Step = (world, i, rules) => {
  const release = world.releases[i]!;
  if (release.permit === 'DENIED') return [{ word: 'CLOSE', world }];
  if (release.permit !== null) return [{ word: 'ROLL_OUT', world }];
  const replies = new Map<string, Reply>();
  for (const trouble of TROUBLES) {
    const facts = { ...factsOf(world, release), ...trouble };
    const { allowed } = rules.permitCheck(facts);
    // The step needs a fence to write, whatever the check says.
    const permit = allowed && facts.lockFence !== null ? { fence: facts.lockFence, consumed: false } : 'DENIED';
    const word = permit === 'DENIED' ? 'CLOSE' : 'ROLL_OUT';
    replies.set(word, { word, world: withRelease(world, i, { permit }) });
  }
  return [...replies.values()];
};

const TROUBLES: readonly Partial<PermitFacts>[] = [
  {},
  { freeze: 'on' },
  { quarantine: 'on' },
  { productionHealthy: false },
  { now: { ...SAME, head: null } },
];

function factsOf(world: World, release: Release): PermitFacts {
  const { verdict, shifts, holds, moved, stop, gates, head, id } = release;
  const { APPROVAL: approval, TIME_LOCK: timeLock } = holds;
  const canary = shifts.CANARY?.result ?? null;
  const staging = shifts.STAGING?.result ?? null;
  const holder = world.lock.holder;
  const held = approval !== null && approval !== 'OPEN' && approval !== 'NOT_REQUIRED';
  return {
    ...{ decided: SAME, now: moved ? OTHER : SAME, nowMs: 1, stop: stop ? 'stopped' : null },
    gatesPassed: gates === 'PASSED',
    approval: held ? { ...SAME, answer: approval } : null,
    personRequired: verdict?.route === 'HUMAN' || verdict?.riskClass === 'HIGH' || isUnproven(staging, canary),
    stagingPassed: staging === 'PASSED' || staging === 'INCONCLUSIVE',
    canaryJudged: canary === 'PASSED' || canary === 'INCONCLUSIVE',
    timeLock: timeLock === null || timeLock === 'OPEN' ? null : { answer: timeLock, deadlineMs: 1 },
    ...{ killSwitch: world.killSwitch ? 'on' : null, freeze: null, quarantine: null, productionHealthy: true },
    containsRunning: world.running <= head,
    lockFence: holder?.releaseId === id ? holder.fence : null,
  };
}
