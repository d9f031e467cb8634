import type { TrustLevel } from '../contracts/facts.ts';
import type { Outcome } from '../contracts/outcome.ts';

/** One earlier release of the same authenticated author in the same repository. */
export type PastRelease = { readonly outcome: Outcome; readonly closedAtMs: number };

const THREE_MONTHS_MS = 90 * 86_400_000;
const isRollback = (r: PastRelease) => r.outcome === 'ROLLED_BACK' || r.outcome === 'ROLLBACK_FAILED';

/**
 * The level an author has earned in one repository (004-46..50): L1 by 20 deployed changes and no rollback, L2 by 100
 * and a rollback rate under 2 %, L3 by 500, under 1 %, over three months or more. An identity that the home did not
 * authenticate, or has not seen, is L0.
 */
export function trustLevelOf(
  past: readonly PastRelease[],
  authenticated: boolean,
  nowMs: number,
): { level: TrustLevel; why: string } {
  if (!authenticated) return { level: 'L0', why: 'the author is not authenticated' };
  const deployed = past.filter((r) => r.outcome === 'DEPLOYED').length;
  const rollbacks = past.filter(isRollback).length;
  const rate = rollbacks / Math.max(1, deployed + rollbacks);
  const since = Math.min(nowMs, ...past.map((r) => r.closedAtMs));
  const why = `${deployed} deployed, ${rollbacks} rolled back in this repository`;
  if (deployed >= 500 && rate < 0.01 && nowMs - since >= THREE_MONTHS_MS) return { level: 'L3', why };
  if (deployed >= 100 && rate < 0.02) return { level: 'L2', why };
  if (deployed >= 20 && rollbacks === 0) return { level: 'L1', why };
  return { level: 'L0', why };
}
