/** What stands against a failure, and where one can see that it does. A test looks each of these up. */
export type Control = {
  readonly what: string;
  /** The file that does it, and a name that stands in it. */
  readonly source: readonly [file: string, name: string];
  /** A test that breaks without it: its file, and words of its title. */
  readonly proof: readonly [file: string, title: string];
  /** Policies that say the same, by id. */
  readonly policies?: readonly string[];
};
