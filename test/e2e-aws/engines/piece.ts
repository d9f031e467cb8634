import type { Json } from '../../../asl/json.ts';
import type { Random } from './random.ts';
import type { Outcome } from './scenario.ts';

/**
 * Data between generated states: a number, the states it has come through, and a word to choose by. What a state leaves
 * goes on in this shape, so that pieces can be put together in any order.
 */
export type StateJson = { [key: string]: unknown };

/** Some states with one way in, and a setter for each way out of them. */
export type Piece = { readonly first: string; readonly ends: readonly ((next: string) => void)[] };

/** What a scenario is made of while it grows. Names of states and variables are never used twice. */
export type Draft = {
  readonly random: Random;
  readonly script: Record<string, Outcome[]>;
  readonly machines: Record<string, StateJson>;
  readonly features: Set<string>;
  readonly execution: string;
  name(prefix: string): string;
};

/** States of one flow: a machine or a branch. */
export type Flow = {
  readonly states: Record<string, StateJson>;
  /** Variables that have a value at this place, whatever way led here. */
  readonly variables: readonly string[];
  /** Inside a Parallel: no second token, and nothing that reads the state's own context. */
  readonly inBranch: boolean;
};

export const input = '$states.input';
export const expression = (text: string) => `{% ${text} %}`;
/** The trail with this state at its end. */
export const trail = (state: string, from = input) => expression(`$append(${from}.trail, '${state}')`);

export function put(flow: Flow, name: string, state: StateJson): (next: string) => void {
  flow.states[name] = state;
  return (next) => void (state['Next'] = next);
}

/** Lets every way out of one piece lead into the next; returns the whole as one piece. */
export function inARow(pieces: readonly Piece[]): Piece {
  pieces.slice(1).forEach(({ first }, i) => pieces[i]!.ends.forEach((end) => end(first)));
  return { first: pieces[0]!.first, ends: pieces.at(-1)!.ends };
}

export const returns = (payload: Json): Outcome => ({ kind: 'RETURN', payload });
