import type { RollbackClass, Signal } from '../contracts/facts.ts';
import { rollbackClassSchema } from '../contracts/facts.ts';
import type { ChangedFile } from './changed-file.ts';
import { migrationClass } from './migration-class.ts';
import { printable } from './printable.ts';

/**
 * What going back to the old version would meet (anchors, pain 14; 001-40): the worst that any file shows, with its
 * evidence. A schema change that no rule knows counts as one that takes something away.
 */
export function rollbackClassOf(
  files: readonly ChangedFile[],
  signals: readonly Signal[],
): { readonly class: RollbackClass; readonly why: string } {
  let worst: { class: RollbackClass; why: string } = { class: 'CODE_ONLY', why: 'no schema, data or outside contract' };
  const take = (found: RollbackClass, why: string) => {
    if (rank(found) > rank(worst.class)) worst = { class: found, why: printable(why, 500) };
  };
  const schema = new Set(signals.find(({ kind }) => kind === 'schema-change')?.files);
  for (const file of files) {
    const path = printable(file.path, 500);
    if (!schema.has(path)) continue;
    const { class: found, why } = migrationClass(file);
    take(found, `${path.slice(0, 200)}: ${why}`);
  }
  // The signal names 20 files at most: what is beyond them was not looked at.
  if (schema.size >= 20) take('CONTRACT', 'more schema files than were looked at');
  const breaking = signals.find(({ kind }) => kind === 'breaking-api');
  if (breaking) take('EXTERNAL_CONTRACT', `a breaking change of an API: ${breaking.detail}`);
  return worst;
}

/** The contract lists the classes from harmless on. */
const rank = (of: RollbackClass): number => rollbackClassSchema.options.indexOf(of);
