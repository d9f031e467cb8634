import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lock, type LockRequest, type LockState } from '../../core/lock/lock.ts';
import { openDatabase } from '../../embedded/store/database.ts';
import { createLocks } from '../../embedded/store/locks.ts';
import { explore, startOf } from '../../verify/lock/explore.ts';
import { harm, twoAtOnce } from '../../verify/lock/harm.ts';
import { stepsFrom } from '../../verify/lock/steps.ts';
import { CLASSICS, SHIPPED, WEAKER, type Variant } from '../../verify/lock/variant.ts';
import type { World } from '../../verify/lock/world.ts';
import { service } from '../contracts/samples.ts';

const TWO = { contenders: 2, deaths: 2 };
const THREE = { contenders: 3, deaths: 1 };
const wayOf = (lines: readonly string[]) => lines.slice(0, -1).map((line) => line.replace(/^\d+\. /, ''));

/** Goes the printed way; null when a step of it cannot be taken. */
function replay(variant: Variant, way: readonly string[], contenders: number): readonly World[] | null {
  const worlds = [startOf(contenders)];
  for (const what of way) {
    const step = stepsFrom(variant, worlds.at(-1)!).find((s) => s.what === what);
    if (step === undefined) return null;
    worlds.push(step.world);
  }
  return worlds;
}

describe('the lock protocol (001-63, K16)', () => {
  it('as it ships: whoever dies wherever, one deployment at a time and nobody blocked', () => {
    const { states, steps, violation } = explore(SHIPPED, TWO);
    expect(violation).toBeNull();
    expect(states).toBeGreaterThan(5_000);
    expect(steps).toBeGreaterThan(states);
  });

  it.each(CLASSICS)('two deploy at the same time with $name', (variant) => {
    const { violation } = explore(variant, TWO, twoAtOnce);
    const worlds = replay(variant, wayOf(violation!), 2)!;
    expect(twoAtOnce(worlds.at(-1)!)).toBe(violation!.at(-1));
    expect(worlds.slice(0, -1).map(twoAtOnce)).toEqual(worlds.slice(1).map(() => null));
    const same = replay(SHIPPED, wayOf(violation!), 2);
    expect(same === null || twoAtOnce(same.at(-1)!) === null).toBe(true);
  });

  it.each(WEAKER)('is broken by $name', (variant) => {
    const bounds = explore(variant, TWO).violation === null ? THREE : TWO;
    const { violation } = explore(variant, bounds);
    const way = wayOf(violation!);
    const worlds = replay(variant, way, bounds.contenders)!;
    if (!violation!.at(-1)!.startsWith('STUCK')) expect(harm(worlds.at(-1)!)).toBe(violation!.at(-1));
    else expect(variant.takesOver).toBe(false);
    const same = replay(SHIPPED, way, bounds.contenders);
    expect(same === null || harm(same.at(-1)!) === null).toBe(true);
  });

  it('the stored lock goes where the model goes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 10, maxLength: 60 }), async (choices) => {
        const db = openDatabase(':memory:');
        const locks = createLocks(db, { now: () => 0 });
        const asked = new Map<LockState, LockRequest>();
        const noting: Variant = {
          ...SHIPPED,
          lock: (state, request) => {
            const step = lock(state, request);
            asked.set(step.state, request);
            return step;
          },
        };
        let world = startOf(3);
        for (const choice of choices) {
          const steps = stepsFrom(noting, world);
          if (steps.length === 0) break;
          const next = steps[choice % steps.length]!.world;
          const request = next.lock === world.lock ? undefined : asked.get(next.lock);
          if (request?.kind === 'TAKE') await locks.take(service(), 'production', request.releaseId, 0);
          if (request?.kind === 'RELEASE') await locks.release(service(), 'production', request.releaseId);
          if (request?.kind === 'EVICT') await locks.evict(service(), 'production', request.fence);
          expect(await locks.holder(service(), 'production')).toEqual(next.lock.holder);
          world = next;
        }
        db.close();
      }),
      { numRuns: 40 },
    );
  });
});
