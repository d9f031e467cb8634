export type Exploration<S, B extends string = string> = {
  readonly states: readonly S[];
  readonly transitions: number;
  /** The first, and so shortest, way to a state that breaks an invariant. */
  readonly violation: { readonly broken: B; readonly way: readonly string[] } | null;
  /** A state from which no way leads to a good end, with the way to it; null when there is none. */
  readonly stuck: readonly string[] | null;
};

/**
 * Every state that can be reached, by breadth first, until none is new: the fix-point. `check` names what a transition
 * breaks; `forget` makes states one that go on alike, `keyOf` tells them apart; `isEnd` tells the ends that everything has to be able to reach.
 * Throws when there are more states than `bound`.
 */
export function explore<S, B extends string>(
  first: S,
  next: (state: S) => readonly { readonly label: string; readonly world: S }[],
  check: (before: S, after: S) => B | null,
  { forget, keyOf }: { readonly forget: (state: S) => S; readonly keyOf: (state: S) => string },
  isEnd: (state: S) => boolean,
  bound: number,
): Exploration<S, B> {
  const states: S[] = [forget(first)];
  const index = new Map([[keyOf(states[0]!), 0]]);
  const cameFrom: (readonly [from: number, label: string])[] = [[-1, '']];
  const back: number[][] = [[]];
  let transitions = 0;
  const wayTo = (i: number): string[] => {
    const way: string[] = [];
    for (let at = i; at > 0; at = cameFrom[at]![0]) way.unshift(cameFrom[at]![1]);
    return way;
  };
  for (let i = 0; i < states.length; i++) {
    const before = states[i]!;
    for (const { label, world } of next(before)) {
      transitions += 1;
      const broken = check(before, world);
      if (broken !== null)
        return { states, transitions, violation: { broken, way: [...wayTo(i), label] }, stuck: null };
      const after = forget(world);
      const key = keyOf(after);
      const known = index.get(key);
      if (known === undefined) {
        if (states.length >= bound) throw new Error(`more than ${bound} states: no fix-point within the bound`);
        index.set(key, states.length);
        back.push([i]);
        cameFrom.push([i, label]);
        states.push(after);
      } else if (known !== i) back[known]!.push(i);
    }
  }
  const stuck = lost(states, back, isEnd);
  return { states, transitions, violation: null, stuck: stuck === null ? null : wayTo(stuck) };
}

/** The first state that reaches no end, by the transitions backwards from the ends. */
function lost<S>(
  states: readonly S[],
  back: readonly (readonly number[])[],
  isEnd: (state: S) => boolean,
): number | null {
  const good = new Uint8Array(states.length);
  const open: number[] = [];
  const mark = (i: number) => {
    if (good[i] === 1) return;
    good[i] = 1;
    open.push(i);
  };
  for (const [i, state] of states.entries()) if (isEnd(state)) mark(i);
  for (let i = open.pop(); i !== undefined; i = open.pop()) for (const from of back[i]!) mark(from);
  const found = good.indexOf(0);
  return found < 0 ? null : found;
}
