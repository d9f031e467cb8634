import type { Signal, SignalKind } from '../contracts/facts.ts';
import type { Coverage } from '../contracts/review-report.ts';
import { diffPieces } from './diff-pieces.ts';
import { maskSecrets } from './mask-secrets.ts';
import { isSensitivePath } from './sensitive-path.ts';

/** Signals of class HIGH (004-17): their files are seen first. */
const SENSITIVE_KINDS: readonly SignalKind[] = [
  'auth',
  'payments',
  'schema-change',
  'config-ci',
  'infrastructure',
  'secret',
];

/** Coverage names the first files that it did not see, sensitive ones first, up to so many and so many bytes in all. */
const NAMED_FILES = 500;
const NAMED_BYTES = 12 * 1024;

/**
 * What of the diff goes to the reviewer: whole hunks with credentials masked, sensitive files first, then the order of
 * the diff, as many as fit into `maxCharacters` (UTF-16 units). A hunk that does not fit is left out and counted; a
 * smaller one after it may still go in.
 */
export function chooseHunks(
  diff: string,
  signals: readonly Signal[],
  maxCharacters: number,
): { readonly text: string; readonly coverage: Coverage } {
  const marked = new Set(signals.filter(({ kind }) => SENSITIVE_KINDS.includes(kind)).flatMap(({ files }) => files));
  const files = diffPieces(diff);
  const rank = (path: string) => (marked.has(path) || isSensitivePath(path) ? 0 : 1);
  const ordered = [...files].sort((a, b) => rank(a.path) - rank(b.path));

  const parts: string[] = [];
  const filesUnseen: string[] = [];
  let left = maxCharacters;
  let named = 0;
  let hunksSeen = 0;
  let hunksTotal = 0;
  for (const { path, header, hunks } of ordered) {
    const head = maskSecrets(header);
    let opened = false;
    let unseen = 0;
    for (const hunk of hunks) {
      hunksTotal += 1;
      const part = `${opened ? '' : head}${maskSecrets(hunk)}`;
      if (part.length > left) {
        unseen += 1;
        continue;
      }
      parts.push(part);
      left -= part.length;
      opened = true;
      hunksSeen += 1;
    }
    const bytes = new TextEncoder().encode(path).length;
    if (unseen > 0 && filesUnseen.length < NAMED_FILES && (named += bytes) <= NAMED_BYTES) filesUnseen.push(path);
  }
  return { text: parts.join(''), coverage: { hunksSeen, hunksTotal, filesUnseen } };
}
