import type { ShiftEvidence } from '../contracts/shift-evidence.ts';

/**
 * When the analyst is asked about a shift. BEFORE its end is recorded, where its caution may count: the traffic is back
 * by then, and what is to come is a question of minutes. AFTER, where there was harm: nobody waits for a model until the
 * old version serves, and that is on record. Else never: there is nothing that words could add to.
 */
export function whenAsked({
  phase,
  decision,
  result,
  because,
  analysis,
  checks,
}: Pick<ShiftEvidence, 'phase' | 'decision' | 'result' | 'because' | 'analysis' | 'checks'>):
  'BEFORE' | 'AFTER' | 'NEVER' {
  if (analysis === null && checks.length === 0) return 'NEVER';
  const tried = phase === 'STAGING' || phase === 'CANARY';
  if (decision === 'WITHDRAW' && tried && (result === 'PASSED' || result === 'INCONCLUSIVE')) return 'BEFORE';
  const harm = because?.rule === 'judge' || because?.rule === 'checks';
  return decision === 'ROLL_BACK' && result === 'FAILED' && harm ? 'AFTER' : 'NEVER';
}
