import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import type { TreeEntry } from './tree-entry.ts';

/** One side of a changed file. The content of a submodule is not asked for. */
export type Side = { readonly entry: TreeEntry; readonly content: Uint8Array };

/** Changed lines up to which the shortest difference is looked for; beyond, all lines are shown as replaced. */
const MAX_EDITS = 1000;
const ABSENT = '0'.repeat(40);
const SUBMODULE = '160000';

/**
 * One file's part of a unified diff as `git diff --full-index` prints it. At least one side is there; two names are a
 * rename. Lines are compared byte by byte: Latin-1 gives every byte one character, and the bytes come back as UTF-8.
 */
export function diffSection(before: Side | null, after: Side | null): string {
  // A file that became a link or a submodule is one that went and one that came.
  if (before && after && kindOf(before) !== kindOf(after)) return diffSection(before, null) + diffSection(null, after);
  const [oldPath, newPath] = [(before ?? after)!.entry.path, (after ?? before)!.entry.path];
  const [a, b] = [quoted(`a/${oldPath}`), quoted(`b/${newPath}`)];
  const head = [`diff --git ${a} ${b}`, ...modeLines(before?.entry, after?.entry)];
  if (oldPath !== newPath) head.push(`rename from ${quoted(oldPath)}`, `rename to ${quoted(newPath)}`);
  const [oldId, newId] = [before?.entry.id ?? ABSENT, after?.entry.id ?? ABSENT];
  if (oldId === newId) return `${head.join('\n')}\n`;
  const sameMode = before?.entry.mode === after?.entry.mode ? ` ${before?.entry.mode ?? ''}` : '';
  head.push(`index ${oldId}..${newId}${sameMode}`);
  const [oldName, newName] = [before ? a : '/dev/null', after ? b : '/dev/null'];
  if (isBinary(before) || isBinary(after)) return `${head.join('\n')}\nBinary files ${oldName} and ${newName} differ\n`;
  const hunks = hunksBetween(textOf(before), textOf(after));
  if (hunks === '') return `${head.join('\n')}\n`;
  const named = [`--- ${oldName}${tabAfter(oldName)}`, `+++ ${newName}${tabAfter(newName)}`];
  return `${[...head, ...named].join('\n')}\n${Buffer.from(hunks, 'latin1').toString('utf8')}`;
}

const kindOf = ({ entry }: Side) => entry.mode.slice(0, 3);

/** Git's own rule: a zero byte among the first 8000. */
export const isBinaryContent = (content: Uint8Array): boolean => content.subarray(0, 8000).includes(0);

const isBinary = (side: Side | null) => side !== null && side.entry.mode !== SUBMODULE && isBinaryContent(side.content);

function textOf(side: Side | null): string {
  if (side === null) return '';
  if (side.entry.mode === SUBMODULE) return `Subproject commit ${side.entry.id}\n`;
  return Buffer.from(side.content).toString('latin1');
}

function modeLines(before: TreeEntry | undefined, after: TreeEntry | undefined): readonly string[] {
  if (before === undefined) return [`new file mode ${after?.mode ?? ''}`];
  if (after === undefined) return [`deleted file mode ${before.mode}`];
  return before.mode === after.mode ? [] : [`old mode ${before.mode}`, `new mode ${after.mode}`];
}

function hunksBetween(before: string, after: string): string {
  const options = { context: 3, headerOptions: OMIT_HEADERS, maxEditLength: MAX_EDITS };
  const hunks = createTwoFilesPatch('a', 'b', before, after, undefined, undefined, options);
  return (hunks ?? allReplaced(before, after)).replace(/^\n+/, '');
}

function allReplaced(before: string, after: string): string {
  const lines = (text: string, sign: string) =>
    (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) =>
      line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`,
    );
  const [old, now] = [lines(before, '-'), lines(after, '+')];
  const range = (count: number) => `${count === 0 ? 0 : 1},${count}`;
  return `@@ -${range(old.length)} +${range(now.length)} @@\n${[...old, ...now].join('')}`;
}

const BREAKS_A_LINE = /["\\\u0000-\u001f\u007f]/;
const NAMED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** As git with core.quotepath off: quotes only what would break the line. */
function quoted(name: string): string {
  if (!BREAKS_A_LINE.test(name)) return name;
  const octal = (c: string) => `\\${(c.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`;
  return `"${name.replace(new RegExp(BREAKS_A_LINE, 'g'), (c) => NAMED[c] ?? octal(c))}"`;
}

/** Git ends a name with a space in it by a tab, so that readers know where it ends. */
const tabAfter = (name: string) => (name.includes(' ') && !name.startsWith('"') ? '\t' : '');
