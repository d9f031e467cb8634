import type { Outcome } from '../outcome.ts';

/** Probability of a false alarm that Wald's boundary allows (Ville's inequality). */
const ALPHA = 0.01;

/**
 * A judge that cannot be had: Wald's sequential test that was told the usual error rate and exactly what the harm makes
 * of it. It answers only whether it is harmed.
 */
export function oracle(
  buckets: readonly { endSec: number; canary: { requests: number; errors: number } }[],
  endSec: number,
  { usual, harmed }: { readonly usual: number; readonly harmed: number },
): Outcome {
  const most = Math.min(harmed, 1 - 1e-9);
  const [error, success] = [Math.log(most / usual), Math.log((1 - most) / (1 - usual))];
  let evidence = 0;
  for (const { endSec: atSec, canary } of buckets) {
    evidence += canary.errors * error + (canary.requests - canary.errors) * success;
    if (evidence >= Math.log(1 / ALPHA)) return { answer: 'ROLLED_BACK', atSec };
  }
  return { answer: 'INCONCLUSIVE', atSec: endSec };
}
