import { parsePatch } from 'diff';
import type { StructuredPatch } from 'diff';
import { InvalidInput } from '../contracts/errors.ts';
import type { ChangedFile, DiffHunk, DiffLine } from './changed-file.ts';

/**
 * Reads git's unified diff (prefixes `a/` and `b/`). A line of content always has `+`, `-`, space or `\` in front, so a
 * `diff --git` after a line feed is always git's own. Throws InvalidInput on anything that git would not print.
 */
export function parseDiff(diff: string): readonly ChangedFile[] {
  return diff
    .split(/(?<=^|\n)(?=diff --git )/)
    .filter((section) => section.trim() !== '')
    .map(parseSection);
}

function parseSection(section: string, index: number): ChangedFile {
  if (!section.startsWith('diff --git ')) throw unreadable(index, 'expected a line "diff --git a/… b/…"');
  const head = headOf(section);
  // Names come from the head: the library trims those of the lines --- and +++, and a name may end in a space.
  const [names] = parsed(head, index);
  const [patch, second] = parsed(section, index);
  if (!names || !patch || second) throw unreadable(index, 'expected exactly one file');
  const oldName = nameOf(names.oldFileName, 'a/', index);
  const newName = nameOf(names.newFileName, 'b/', index);
  const hunks = patch.hunks.map(({ newStart, lines }) => ({ newStart, lines }));
  const removedLines = patch.hunks.flatMap((hunk) => numbered(hunk, '-', hunk.oldStart));
  return {
    path: names.isDelete ? oldName : newName,
    oldPath: oldName === newName ? null : oldName,
    status: statusOf(names),
    binary: names.isBinary === true,
    type: typeOf(head),
    modeChanged: names.oldMode !== undefined && names.newMode !== undefined && names.oldMode !== names.newMode,
    executable: names.isCreate === true && names.newMode === '100755',
    addedLines: patch.hunks.flatMap((hunk) => numbered(hunk, '+', hunk.newStart)),
    removedLines,
    linesRemoved: removedLines.length,
    hunks,
  };
}

/** What git says before the lines of content. */
function headOf(section: string): string {
  const end = section.search(/\n(?:--- |@@ )/);
  return end < 0 ? section : section.slice(0, end + 1);
}

function parsed(text: string, index: number): StructuredPatch[] {
  try {
    return parsePatch(text);
  } catch {
    // The library's message quotes the line; the line is not ours to repeat.
    throw unreadable(index, 'its hunks do not add up');
  }
}

function nameOf(name: string | undefined, prefix: 'a/' | 'b/', index: number): string {
  if (!name?.startsWith(prefix) || name.length === 2)
    throw unreadable(index, `expected a name with the prefix ${prefix}`);
  return name.slice(2);
}

function statusOf(patch: StructuredPatch): ChangedFile['status'] {
  if (patch.isCreate) return 'ADDED';
  if (patch.isDelete) return 'DELETED';
  if (patch.isRename) return 'RENAMED';
  return patch.isCopy ? 'COPIED' : 'MODIFIED';
}

function typeOf(head: string): ChangedFile['type'] {
  const modes = [
    ...head.matchAll(/\n(?:old mode|new mode|new file mode|deleted file mode|index \S+) (\d{6})(?=\n|$)/g),
  ];
  if (modes.some((m) => m[1] === '160000')) return 'SUBMODULE';
  return modes.some((m) => m[1] === '120000') ? 'SYMLINK' : 'FILE';
}

function numbered(hunk: DiffHunk, sign: '+' | '-', start: number): DiffLine[] {
  const found: DiffLine[] = [];
  let line = start;
  for (const text of hunk.lines) {
    if (text.startsWith(sign)) found.push({ line: line++, text: text.slice(1).replace(/\r$/, '') });
    else if (text === '' || text.startsWith(' ')) line++;
  }
  return found;
}

const unreadable = (index: number, what: string) =>
  new InvalidInput(`the diff cannot be read at its file number ${index + 1}: ${what}`);
