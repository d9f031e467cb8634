import { MAX_LOCK_WAIT_MS } from '../../../core/lock/admission.ts';
import type { Reply, Step } from '../rules.ts';
import type { World } from '../world.ts';
import { endShifts } from './end-shifts.ts';

/** take-lock: admission, the lock of the core, and a takeover from a holder whose execution is not running. */
export const takeLock: Step = (world, i, rules) => {
  const { id: releaseId, stop, head } = world.releases[i]!;
  const asked = (waitedMs: number) =>
    rules.admission({
      ...{ stop: stop ? 'stopped' : null, killSwitch: world.killSwitch ? 'on' : null, quarantine: null, waitedMs },
      containsRunning: world.running <= head,
    }).kind;
  const take = (now: World): { kind: string; world: World } => {
    const { state, result } = rules.lock(now.lock, { kind: 'TAKE', releaseId, now: 0 });
    return { kind: result.kind, world: { ...now, lock: state } };
  };
  const replies: Reply[] = [];
  if (asked(0) !== 'ADMITTED' || asked(MAX_LOCK_WAIT_MS + 1) !== 'ADMITTED') replies.push({ word: 'CLOSE', world });
  if (asked(0) !== 'ADMITTED') return replies;
  const first = take(world);
  const holder = first.world.lock.holder;
  const gone = world.releases.find(({ id, place }) => id === holder?.releaseId && !isRunning(place));
  if (first.kind !== 'BUSY' || gone === undefined || holder === null)
    return [...replies, { word: first.kind === 'BUSY' ? 'WAIT' : 'ACQUIRED', world: first.world }];
  for (const { word, world: ended, lost } of endShifts(first.world, world.releases.indexOf(gone), rules)) {
    if (word === null) replies.push({ word: null, world: ended });
    else if (lost) replies.push({ word: 'WAIT', world: ended });
    else {
      const { state } = rules.lock(ended.lock, { kind: 'EVICT', fence: holder.fence, now: 0 });
      const second = take({ ...ended, lock: state });
      replies.push({ word: second.kind === 'BUSY' ? 'WAIT' : 'ACQUIRED', world: second.world });
    }
  }
  return replies;
};

const isRunning = (place: string): boolean => place !== 'DEAD' && !place.startsWith('END');

/** Given back by the reducer: handed on to the first in line. */
export function giveLockBack(world: World, i: number, rules: Parameters<Step>[2]): World {
  const { state } = rules.lock(world.lock, { kind: 'RELEASE', releaseId: world.releases[i]!.id, now: 0 });
  return { ...world, lock: state };
}
