import type { Json } from '../contracts/audit-record.ts';
import { listField, payloadField, textField } from './payload-field.ts';

/**
 * The changed files that a `release.opened` payload names: its `files` when that is a list (of paths, or of objects with
 * a `path`). When it is a count, the files of its signals, but only if they are all of them: a signal names 20 at most.
 * Null when the payload does not say.
 */
export function changedFiles(opened: Json | undefined): readonly string[] | null {
  const listed = listField(opened, 'files');
  if (listed) {
    const paths = listed.map((file) => (typeof file === 'string' ? file : textField(file, 'path')));
    return paths.every((path) => path !== null) ? paths : null;
  }
  const named = (listField(opened, 'signals') ?? []).flatMap((signal) => listField(signal, 'files') ?? []);
  const paths = [...new Set(named.filter((file) => typeof file === 'string'))];
  return paths.length > 0 && paths.length === payloadField(opened, 'files') ? paths : null;
}
