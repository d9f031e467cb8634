import { advance } from '../../asl/advance.ts';
import { begin } from '../../asl/begin.ts';
import type { Definition } from '../../asl/definition.ts';
import type { Json } from '../../asl/json.ts';
import { pending } from '../../asl/pending.ts';
import type { Advance } from '../../asl/protocol.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import { canonicalKey, placeOf } from './canonical.ts';
import { callsIn, happenings, succeed, type Call } from './happenings.ts';

/** A machine as its places and what leads from one to another. */
export type Automaton = {
  readonly start: string;
  /** Out of each place, by what happens to which task or timer. Places without a move are ends. */
  readonly moves: ReadonlyMap<string, readonly Move[]>;
  readonly states: number;
  readonly steps: number;
  /** Answers that came too late or twice and were turned away; each one was given to the stepper. */
  readonly ignored: number;
  /** The smallest number of outcomes that any task was tried with. */
  readonly leastOutcomes: number;
};
/** `task`: the state it happens in, empty for the machine's own timeout; `what`: a word, an error or a timer. */
export type Move = { readonly task: string; readonly what: string; readonly fails: boolean; readonly to: string };
type Reached = { readonly snapshot: Snapshot; readonly calls: ReadonlyMap<string, Call> };

/**
 * A machine explored to its fix-point by the stepper that runs it: every snapshot that differs in anything but clock and
 * ids, with everything that can happen to it. Throws for an answer that comes late or twice and is not turned away.
 */
export async function exploreMachine(definition: Definition, input: Json): Promise<Automaton> {
  const seen = new Map<string, Reached>();
  const open: Reached[] = [];
  const moves = new Map<string, Map<string, Move>>();
  const count = { steps: 0, ignored: 0, leastOutcomes: Infinity };
  const reach = ({ snapshot, commands }: Advance, before: ReadonlyMap<string, Call>): void => {
    const key = canonicalKey(snapshot);
    if (seen.has(key)) return;
    const calls = new Map([...before, ...callsIn(commands)]);
    const reached = { snapshot, calls: new Map(pending(snapshot).tasks.map(({ id }) => [id, calls.get(id)!])) };
    seen.set(key, reached);
    open.push(reached);
  };
  const first = await begin(definition, {
    ...{ input, executionName: 'rel-1', executionId: 'rel-1', machineName: 'machine', at: 0 },
  });
  reach(first, new Map());
  for (let i = 0; i < open.length; i++) {
    const { snapshot, calls } = open[i]!;
    const place = placeOf(snapshot);
    const from = moves.get(place) ?? new Map<string, Move>();
    moves.set(place, from);
    const all = happenings(snapshot, calls);
    for (const { id } of pending(snapshot).tasks) {
      const outcomes = all.filter(({ event }) => event.id === id || event.id.startsWith(`${id}!`)).length;
      // Late and twice are tried on every one that ends the task.
      count.leastOutcomes = Math.min(count.leastOutcomes, outcomes + 2);
    }
    for (const { task, what, fails, event } of all) {
      const next = await advance(definition, snapshot, event);
      count.steps += 1;
      if (next.ignored) throw new Error(`${task}: ${what} was turned away by a state that waits for it`);
      const to = placeOf(next.snapshot);
      from.set(`${task} ${what} ${to}`, { task, what, fails, to });
      reach(next, calls);
      count.ignored += await lateOrTwice(definition, snapshot, next.snapshot);
    }
  }
  const plain = new Map([...moves].map(([place, all]) => [place, [...all.values()]]));
  return { start: placeOf(first.snapshot), moves: plain, states: seen.size, ...count };
}

/** An answer to every task that was waited for before and is not any more. */
async function lateOrTwice(definition: Definition, before: Snapshot, after: Snapshot): Promise<number> {
  const still = new Set(pending(after).tasks.map(({ id }) => id));
  const gone = pending(before).tasks.filter(({ id }) => !still.has(id));
  for (const { id, call } of gone) {
    const late = await advance(definition, after, succeed(id, after.at, call, { next: 'PROCEED' }));
    if (!late.ignored) throw new Error(`an answer to ${id} was taken though nobody waits for it`);
  }
  return gone.length;
}
