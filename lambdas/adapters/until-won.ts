import { setTimeout as sleep } from 'node:timers/promises';
import { Transient } from '../../core/contracts/errors.ts';

/** Somebody else wrote first: read again and try once more. */
export const LOST = Symbol('lost');

/** Far more than the steps of one release that can run at once; one of those who race wins each time. */
const ATTEMPTS = 40;
const PAUSE_MS = 5;
const PAUSE_MAX_MS = 100;

/** Repeats `attempt` until it is not LOST, with random pauses that grow. Transient when it loses every time. */
export async function untilWon<T>(what: string, attempt: () => Promise<T | typeof LOST>): Promise<T> {
  for (let n = 0; n < ATTEMPTS; n += 1) {
    if (n > 0) await sleep(Math.random() * Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** n));
    const result = await attempt();
    if (result !== LOST) return result;
  }
  throw new Transient(`${what}: others keep writing it at the same time`);
}
