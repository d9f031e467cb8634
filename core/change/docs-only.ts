import type { Signal } from '../contracts/facts.ts';

/** True when every changed file is documentation and nothing else was seen; false for no signals at all. */
export const docsOnly = (signals: readonly Signal[]): boolean =>
  signals.length > 0 && signals.every(({ kind }) => kind === 'docs');
