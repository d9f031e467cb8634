import { InvalidInput } from '../contracts/errors.ts';
import type { ChangeFacts } from '../contracts/facts.ts';
import { parseDiff } from './parse-diff.ts';
import { printable } from './printable.ts';
import { rollbackClassOf } from './rollback-class.ts';
import { signalsOf } from './signals-of.ts';

/**
 * The facts of a change from what version control says of it. `authors` holds everybody who wrote or submitted part of
 * it; more than 500 are refused with InvalidInput, because one that is cut off could approve their own work.
 */
export function changeFactsOf(
  diff: string,
  labels: {
    readonly authors: readonly string[];
    readonly trailers: readonly { readonly key: string; readonly value: string }[];
  },
): ChangeFacts {
  const files = parseDiff(diff);
  const authors = [...new Set(labels.authors.map((author) => author.trim().toLowerCase()))];
  if (authors.length > 500) throw new InvalidInput(`the change has ${authors.length} authors; expected at most 500`);
  const signals = signalsOf(files);
  return {
    files: files.length,
    linesAdded: files.reduce((sum, file) => sum + file.addedLines.length, 0),
    linesRemoved: files.reduce((sum, file) => sum + file.linesRemoved, 0),
    signals,
    rollback: rollbackClassOf(files, signals),
    authors: authors.map((author) => author.slice(0, 300)),
    trailers: labels.trailers
      .slice(0, 50)
      .map(({ key, value }) => ({ key: printable(key, 60), value: printable(value, 300) })),
  };
}
