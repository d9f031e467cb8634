import { releaseOf } from './steps.ts';
import { hasTraffic, NAMES, type At, type World } from './world.ts';

/** The heart of it (001-63, K16): two deployments of one service and environment at the same time; null when not. */
export function twoAtOnce({ contenders }: World): string | null {
  const moving = contenders.flatMap((c, who) => (hasTraffic(c) ? [NAMES[who]] : []));
  return moving.length > 1 ? `HARM: ${moving.join(' and ')} have a deployment at the same time` : null;
}

/** What must not be: two at once, traffic moved for somebody who does not hold the lock, a lock taken from the living. */
export function harm(world: World): string | null {
  const { lock, contenders } = world;
  const holder = lock.holder?.releaseId ?? 'nobody';
  const isStranger = (who: number) => lock.holder?.releaseId !== releaseOf(who);
  const stranger = contenders.findIndex((c, who) => hasTraffic(c) && isStranger(who));
  if (stranger !== -1)
    return twoAtOnce(world) ?? `HARM: ${NAMES[stranger]} has a deployment, and ${holder} has the lock`;
  const robbed = contenders.findIndex(({ alive, at }, who) => alive && UNDER_LOCK.includes(at) && isStranger(who));
  return robbed === -1 ? null : `HARM: ${NAMES[robbed]} is alive and believes in its lock, which ${holder} has`;
}

const UNDER_LOCK: readonly At[] = ['CHECK', 'START', 'DEPLOYED'];
