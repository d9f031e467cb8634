/** One file's part of a unified diff. A file without hunks (mode, rename, binary) has one piece, its empty text. */
export type DiffFile = { readonly path: string; readonly header: string; readonly hunks: readonly string[] };

/**
 * Cuts git's unified diff into files and whole hunks, as text. Only a line feed ends a line, and only lines that begin
 * with "diff --git " or "@@ " cut: every line of content begins with a space, "+", "-" or "\", so none can forge a cut.
 * Text before the first file is ignored.
 */
export function diffPieces(diff: string): readonly DiffFile[] {
  return cutBefore(diff, 'diff --git ')
    .filter((section) => section.startsWith('diff --git '))
    .map((section) => {
      const [first = '', ...rest] = cutBefore(section, '@@ ');
      return { path: pathOf(first), header: first, hunks: rest.length === 0 ? [''] : rest };
    });
}

/** Parts of the text, a new one wherever a line begins with `start`. */
function cutBefore(text: string, start: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(`\n${start}`); at !== -1; at = text.indexOf(`\n${start}`, at + 1)) {
    parts.push(text.slice(from, at + 1));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

/** The new name where there is one; of a deleted file the old one. Quoted names keep git's escapes. */
function pathOf(header: string): string {
  const lines = header.split('\n');
  const after = (start: string) => lines.find((line) => line.startsWith(start))?.slice(start.length);
  const sided = [after('+++ '), after('--- ')].find((name) => name !== undefined && name !== '/dev/null');
  const named = after('rename to ') ?? after('copy to ') ?? (sided === undefined ? undefined : withoutSide(sided));
  const path = named ?? (lines[0] ?? '').replace(/^diff --git /, '').replace(/^.* (?="?b\/)/s, '');
  return (named === undefined ? withoutSide(path) : path.replace(/^"(.*)"$/s, '$1')).slice(0, 500).toWellFormed();
}

/** git ends a name that holds spaces with a tab. */
function withoutSide(name: string): string {
  return name
    .replace(/\t$/, '')
    .replace(/^"(.*)"$/s, '$1')
    .replace(/^[ab]\//, '');
}
