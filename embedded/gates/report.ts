import { isAbsolute, relative } from 'node:path';
import type { Finding } from '../../core/contracts/gate-result.ts';

export type ReportFinding = Omit<Finding, 'category'>;

/** What a readable report says: how much it looked at, and what it found. A finding with severity error is a failure. */
export type Report = { readonly looked: string; readonly findings: readonly ReportFinding[] };

/** A file name of a report as a path within the checkout; null for one outside of it. */
export function withinCheckout(file: string, checkout: string): string | null {
  const plain = file.replace(/^file:\/\//, '');
  const path = isAbsolute(plain) ? relative(checkout, plain) : plain.replace(/^\.\//, '');
  return path === '' || path.startsWith('..') || isAbsolute(path) ? null : path;
}
