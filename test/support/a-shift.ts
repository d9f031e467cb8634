import { expect } from '@jest/globals';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import type { ShiftStatus } from '../../lambdas/ports.ts';
import { permit } from '../contracts/samples.ts';
import { seedRelease, type Seed } from './seed-release.ts';
import { DIGEST, HEAD } from './some-change.ts';
import type { World } from './steps-world.ts';

type Watch = Record<string, unknown> | null;
type Answer = {
  readonly next: string;
  readonly waitSeconds?: number;
  readonly watch?: Watch;
  readonly result?: string;
  readonly ask?: unknown;
};
type Action = 'START' | 'OBSERVE' | 'STOP' | 'VERIFY';

const NOT_ASKED = { kind: 'NOT_ASKED' };

/** One shift of a seeded release, driven as the state machine drives it. A rollout comes with its permit. */
export async function aShift(world: World, phase: Phase, seed: Seed = {}) {
  const { ports, steps } = world;
  const releaseId = await seedRelease(world, seed);
  const shiftId = `${releaseId}.${phase === 'WATCH' ? 'ROLLOUT' : phase}`;
  if (phase === 'ROLLOUT') await ports.permits.issue({ ...permit(7), releaseId, head: HEAD, digest: DIGEST, fence: 1 });
  let watch: Watch = null;
  const call = async (action: Action) => {
    const input = { releaseId, phase };
    const answer =
      action === 'START'
        ? steps.StartShift(input)
        : action === 'OBSERVE'
          ? steps.ObserveShift({ ...input, watch })
          : steps.EndShift({ ...input, action });
    return (await answer) as Answer;
  };
  return {
    releaseId,
    shiftId,
    call,
    start: async () => {
      const answer = await call('START');
      watch = answer.watch ?? null;
      return answer.next;
    },
    /** Lets time pass and looks; what the look returns goes into the next one. */
    observe: async (seconds = 30) => {
      world.clock.advance(seconds * 1000);
      const answer = await call('OBSERVE');
      watch = answer.watch ?? null;
      return answer.next;
    },
    /** The same look again: the machine still has the value of the one before. */
    look: async () => (await call('OBSERVE')).next,
    stop: async () => (await call('STOP')).next,
    verify: () => call('VERIFY'),
    /** As the machine verifies it: `analyst` is what came of asking one, if anything did. */
    verifyWith: async (analyst: unknown = NOT_ASKED) =>
      (await steps.EndShift({ releaseId, phase, action: 'VERIFY', analyst })) as Answer,
    /** Verified to its end, with the analyst asked where it is to be; how often it was. */
    verifyToTheEnd: async () => {
      const input = { releaseId, phase, action: 'VERIFY' };
      let answer = (await steps.EndShift({ ...input, analyst: NOT_ASKED })) as Answer;
      let asked = 0;
      while (answer.next === 'ANALYSE' && asked < 5) {
        asked += 1;
        const analyst = await steps.AnalyseShift(answer.ask).catch((error: Error) => {
          return { kind: 'UNAVAILABLE', why: error.name, usage: null };
        });
        answer = (await steps.EndShift({ ...input, analyst })) as Answer;
      }
      return { answer, asked };
    },
    serves: (weight: number, state: ShiftStatus['state'] = 'COMPLETE') =>
      ports.deployer.set(shiftId, { state, weight }),
    evidence: () => evidenceOf(ports.blobs, releaseId).shift(phase),
  };
}

/** Begun, and serving its first share. */
export async function serving(world: World, phase: Phase, seed: Seed = {}) {
  const shift = await aShift(world, phase, seed);
  if (phase === 'WATCH') await rolledOut(world, shift.releaseId);
  expect(await shift.start()).toBe('OBSERVE');
  if (phase !== 'WATCH') shift.serves(phase === 'STAGING' ? 100 : phase === 'CANARY' ? 5 : 25, 'SHIFTING');
  if (phase === 'STAGING' || phase === 'CANARY') shift.serves(phase === 'STAGING' ? 100 : 5);
  return shift;
}

/** What the watch finds: the rollout's shift at 100 %. */
async function rolledOut({ ports, steps }: World, releaseId: ReleaseId): Promise<void> {
  await ports.permits.issue({ ...permit(7), releaseId, head: HEAD, digest: DIGEST, fence: 1 });
  await steps.StartShift({ releaseId, phase: 'ROLLOUT' });
  ports.deployer.set(`${releaseId}.ROLLOUT`, { state: 'COMPLETE', weight: 100 });
}

export const cancel = (world: World, releaseId: ReleaseId) =>
  world.ports.releases.requestStop(releaseId, {
    kind: 'CANCEL',
    by: 'dev',
    reason: 'not now',
    at: new Date(world.clock.now()).toISOString(),
  });
