/** One line of the table that `npm run verify` prints: a guard or an invariant, and how far it was looked at. */
export type Proof = {
  /** The guard, invariant or limit, in words for people. */
  readonly subject: string;
  /** What was looked at: so many states, points, traces or paths. Never zero: what was not looked at is not proved. */
  readonly explored: number;
  readonly unit: string;
  /** Deliberately broken variants that had to be found out; null where the proof has none. */
  readonly mutants: { readonly generated: number; readonly killed: number } | null;
  /** The shortest way to break it, as readable lines; null when there is none. */
  readonly violation: readonly string[] | null;
  /** What else is worth reading, printed below: how the mutants were found out, for example. */
  readonly notes?: readonly string[];
};

/** Everything that one section proves. Sections run one after another; each is pure given the files it reads. */
export type Section = { readonly name: string; readonly prove: () => Promise<readonly Proof[]> };
