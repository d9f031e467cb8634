import { parseDiff } from '../../core/change/parse-diff.ts';
import { printable } from '../../core/change/printable.ts';
import type { ChangedFile, DiffHunk } from '../../core/change/changed-file.ts';
import type { Finding } from '../../core/contracts/gate-result.ts';
import { findSecrets } from './find-secrets.ts';
import { maskOf } from './mask-secrets.ts';

/**
 * Secrets on the added lines of a diff. The unchanged lines around them are read too, so that a key is known by its
 * context, but what lies only on those is no finding. A finding never holds the secret.
 */
export async function scanDiff(diff: string): Promise<{ readonly findings: Finding[]; readonly unscanned: string[] }> {
  const findings: Finding[] = [];
  const files = parseDiff(diff);
  for (const file of files) for (const hunk of file.hunks) findings.push(...(await scanHunk(file, hunk)));
  return { findings, unscanned: files.filter(({ binary }) => binary).map(({ path }) => printable(path, 500)) };
}

async function scanHunk(file: ChangedFile, hunk: DiffHunk): Promise<Finding[]> {
  const after = hunk.lines.filter((line) => !line.startsWith('-') && !line.startsWith('\\'));
  if (!after.some((line) => line.startsWith('+'))) return [];
  const text = after.map((line) => line.slice(1)).join('\n');
  const starts = after.reduce<number[]>((all, line) => [...all, (all.at(-1) ?? 0) + line.length], [0]);
  const findings: Finding[] = [];
  for (const { rule, start, end } of await findSecrets(file.path, text)) {
    const added = after.findIndex(
      (line, i) => line.startsWith('+') && (starts[i] ?? 0) < end && (starts[i + 1] ?? 0) > start,
    );
    if (added < 0) continue;
    findings.push({
      category: 'secret',
      severity: 'error',
      rule: rule.slice(0, 200),
      message: `looks like a secret: ${maskOf(text.slice(start, end))}; revoke it and take it out of the history`,
      file: await shownPath(file.path),
      line: hunk.newStart + added,
    });
  }
  return findings;
}

/** A secret may stand in the file's name as well. */
async function shownPath(path: string): Promise<string> {
  return (await findSecrets('path', path)).length > 0 ? '(a name that holds a secret)' : printable(path, 500);
}
