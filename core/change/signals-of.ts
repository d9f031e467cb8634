import { signalKindSchema } from '../contracts/facts.ts';
import type { Signal, SignalKind } from '../contracts/facts.ts';
import type { ChangedFile } from './changed-file.ts';
import { contentKinds } from './content-kinds.ts';
import { pathKinds } from './path-kinds.ts';
import { printable } from './printable.ts';

/** Path rules that need no look at the lines. */
const CLOSED: readonly SignalKind[] = ['docs', 'tests', 'config-ci'];

/**
 * The signals of a change by fixed rules, one per kind in the order of the contract. Both names of a renamed file
 * count. Never contains `secret`: that is a gate's finding.
 */
export function signalsOf(files: readonly ChangedFile[]): Signal[] {
  const found = new Map<SignalKind, { files: string[]; evidence: string | null }>();
  for (const file of files)
    for (const [kind, evidence] of kindsOf(file)) {
      const entry = found.get(kind) ?? { files: [], evidence: null };
      entry.files.push(printable(file.path, 500));
      entry.evidence ??= evidence === '' ? null : `${printable(file.path, 200)}: ${printable(evidence, 200)}`;
      found.set(kind, entry);
    }
  return signalKindSchema.options.flatMap((kind) => {
    const entry = found.get(kind);
    if (!entry) return [];
    const count = entry.files.length === 1 ? '1 file' : `${entry.files.length} files`;
    return [{ kind, files: entry.files.slice(0, 20), detail: entry.evidence ? `${count}; ${entry.evidence}` : count }];
  });
}

function kindsOf(file: ChangedFile): Map<SignalKind, string> {
  const names = file.oldPath === null ? [file.path] : [file.path, file.oldPath];
  const kinds = new Map<SignalKind, string>(names.flatMap(pathKinds).map((kind) => [kind, '']));
  // A link, a submodule or new permission bits are not what the name says: a README may be made to run.
  if (file.type !== 'FILE' || file.modeChanged || (file.executable && kinds.has('docs')))
    kinds.set('source', 'its type or permission bits');
  if (file.binary && !names.every(isDocsOnly)) kinds.set('binary', '');
  if (!names.every((name) => pathKinds(name).some((kind) => CLOSED.includes(kind))))
    for (const [kind, evidence] of contentKinds(file)) kinds.set(kind, evidence);
  return kinds;
}

const isDocsOnly = (path: string) => pathKinds(path).every((kind) => kind === 'docs');
