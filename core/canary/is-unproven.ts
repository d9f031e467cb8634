import type { ShiftResult } from '../contracts/shift.ts';

/** Whether staging or canary, or both, left it open whether the version is good: then a person has to approve. */
export const isUnproven = (...results: readonly (ShiftResult | null | undefined)[]): boolean =>
  results.includes('INCONCLUSIVE');
