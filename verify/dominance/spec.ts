/**
 * How a guard is passed: ANSWER, by leaving a Choice through the rule for this word, reached straight from the task whose
 * answer it reads. VISIT, by entering a state. A fault that a Catch takes passes nothing.
 */
export type Pass =
  | { readonly kind: 'ANSWER'; readonly task: string | null; readonly choice: string; readonly word: string }
  | { readonly kind: 'VISIT'; readonly state: string };

export type Guard = {
  readonly name: string;
  /** All of them are needed. */
  readonly passes: readonly Pass[];
  /** States at which what was passed is void again: a permit is used up, a lock given back. */
  readonly lostAt: readonly string[];
};

/** States that may only be reached with these guards passed. */
export type Point = { readonly name: string; readonly states: readonly string[]; readonly needs: readonly string[] };

export type Spec = {
  readonly guards: readonly Guard[];
  readonly points: readonly Point[];
  /** The state in which every path has to end; null when nobody named one. */
  readonly close: string | null;
};

/** How a need is named, for people and to compare by. */
export function needOf(point: string, guard: string): string {
  return `${point} needs ${guard}`;
}
