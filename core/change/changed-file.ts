export type DiffLine = {
  /** 1-based: in the head's version for an added line, in the base's version for a removed one. */
  readonly line: number;
  /** Without its line end. */
  readonly text: string;
};

/** One hunk as git printed it: every line keeps its `+`, `-`, space or `\` in front. */
export type DiffHunk = { readonly newStart: number; readonly lines: readonly string[] };

/** One changed file of a diff. Paths are raw text from outside: show them through `printable` only. */
export type ChangedFile = {
  readonly path: string;
  /** The name before, when it was another; null otherwise. */
  readonly oldPath: string | null;
  readonly status: 'ADDED' | 'MODIFIED' | 'DELETED' | 'RENAMED' | 'COPIED';
  readonly binary: boolean;
  /** SYMLINK and SUBMODULE hold a target or a commit instead of content. */
  readonly type: 'FILE' | 'SYMLINK' | 'SUBMODULE';
  /** The permission bits or the type changed. */
  readonly modeChanged: boolean;
  /** A new file that may be run. */
  readonly executable: boolean;
  readonly addedLines: readonly DiffLine[];
  readonly removedLines: readonly DiffLine[];
  readonly linesRemoved: number;
  readonly hunks: readonly DiffHunk[];
};
