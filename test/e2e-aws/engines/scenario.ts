import type { Json } from '../../../asl/json.ts';

/** How one call of a function ends, and for a task that waits for its token how the token is answered. */
export type Outcome =
  | { readonly kind: 'RETURN'; readonly payload: Json }
  | { readonly kind: 'FAULT'; readonly error: string; readonly cause: string }
  /** `late`: only after the call has returned. */
  | { readonly kind: 'ANSWER'; readonly output: Json; readonly late: boolean }
  | { readonly kind: 'REFUSE'; readonly error: string; readonly cause: string; readonly late: boolean };

/** Outcomes of each call in turn, by the call's key; the last one holds for all that follow. */
export type Script = Readonly<Record<string, readonly Outcome[]>>;

export type Scenario = {
  readonly name: string;
  /** Definitions as texts with `${...}` for functions and machines; the first one is started. */
  readonly machines: Readonly<Record<string, string>>;
  readonly input: Json;
  readonly script: Script;
};

/** What an engine made of a scenario: all that must not differ. */
export type Way = {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
  /** States of the machine itself in the order they were entered; those inside a Parallel show in `calls` and `output`. */
  readonly states: readonly string[];
  /** The same of each nested execution, by its name. */
  readonly nested: Readonly<Record<string, readonly string[]>>;
  /** What the functions were given, by the call's key, in order. */
  readonly calls: Readonly<Record<string, readonly Json[]>>;
};

export const PLACEHOLDER = /\$\{(\w+)\}/g;
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name!))];
}
