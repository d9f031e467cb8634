import { TEST_IDS } from './spend.ts';
import type { WatchState } from './watch-state.ts';

/** Digits kept of a probability: an error far below what any boundary depends on. */
const DIGITS = 10;

/** The same state for a payload: probabilities with ten digits. At most 80 kB, whatever the traffic and the length. */
export function compactState(state: WatchState): WatchState {
  const tests = { ...state.tests };
  for (const id of TEST_IDS)
    tests[id] = {
      ...tests[id],
      chains: tests[id].chains.map((chain) => ({
        ...chain,
        mass: chain.mass.map((p) => Number(p.toPrecision(DIGITS))),
      })),
    };
  return { ...state, tests };
}
