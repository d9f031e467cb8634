import { FREE_LOCK } from '../../core/lock/lock.ts';
import { harm } from './harm.ts';
import { stepsFrom } from './steps.ts';
import type { Variant } from './variant.ts';
import { isOver, type Contender, type World } from './world.ts';

export type Exploration = {
  /** Different worlds that were reached, and steps between them. */
  readonly states: number;
  readonly steps: number;
  /** A shortest way to a world that must not be; null when there is none. */
  readonly violation: readonly string[] | null;
};

const FRESH: Contender = {
  at: 'ASK',
  alive: true,
  fence: null,
  found: null,
  inFlight: false,
  deployment: 'NONE',
  swept: 'NO',
};

export const startOf = (contenders: number): World => ({
  now: 0,
  lock: FREE_LOCK,
  contenders: Array.from({ length: contenders }, () => FRESH),
});

type Node = { readonly world: World; readonly from: number; readonly what: string };

/** `deaths`: how many of the contenders may die. */
export type Bounds = { readonly contenders: number; readonly deaths: number };

/**
 * Every world within the bounds, breadth first, so that the first bad one is a shortest way there. A world is bad when it
 * has harm, and when there is no way on, without one more death, to where all that live are done and all that died are
 * cleaned up: then somebody is blocked for ever.
 */
export function explore(variant: Variant, { contenders, deaths }: Bounds, bad = harm): Exploration {
  const nodes: Node[] = [{ world: startOf(contenders), from: -1, what: '' }];
  const known = new Map([[JSON.stringify(nodes[0]!.world), 0]]);
  const before: number[][] = [[]];
  let steps = 0;
  for (let at = 0; at < nodes.length; at += 1) {
    for (const { what, world } of stepsFrom(variant, nodes[at]!.world)) {
      if (isDeath(what) && world.contenders.filter(({ alive }) => !alive).length > deaths) continue;
      steps += 1;
      const key = JSON.stringify(world);
      const there = known.get(key);
      if (there !== undefined) {
        if (!isDeath(what)) before[there]!.push(at);
        continue;
      }
      known.set(key, nodes.length);
      before.push(isDeath(what) ? [] : [at]);
      nodes.push({ world, from: at, what });
      const found = bad(world);
      if (found !== null) return { states: nodes.length, steps, violation: [...wayTo(nodes, nodes.length - 1), found] };
    }
  }
  const stuck = firstStuck(nodes, before);
  const violation = stuck === null ? null : [...wayTo(nodes, stuck), 'STUCK: from here somebody waits for ever'];
  return { states: nodes.length, steps, violation };
}

const isDeath = (what: string) => what.endsWith(' dies');

/** Backwards from where everything is over; deaths do not count as progress. */
function firstStuck(nodes: readonly Node[], before: readonly (readonly number[])[]): number | null {
  const ends = new Uint8Array(nodes.length);
  const queue = nodes.flatMap(({ world }, i) => (world.contenders.every(isOver) ? [i] : []));
  for (const i of queue) ends[i] = 1;
  for (let i = queue.pop(); i !== undefined; i = queue.pop())
    for (const earlier of before[i]!)
      if (ends[earlier] === 0) {
        ends[earlier] = 1;
        queue.push(earlier);
      }
  const stuck = ends.indexOf(0);
  return stuck === -1 ? null : stuck;
}

function wayTo(nodes: readonly Node[], end: number): string[] {
  const way: string[] = [];
  for (let i = end; nodes[i]!.from !== -1; i = nodes[i]!.from) way.unshift(nodes[i]!.what);
  return way.map((what, i) => `${i + 1}. ${what}`);
}
