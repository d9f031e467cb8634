import type { Outcome } from '../outcome.ts';
import type { PointPair } from '../points.ts';
import { ARGO_DEFAULTS, argoMetric, argoPhase, type ArgoRule, argoRun } from './argo-metric.ts';
import { LIMITED, LIMITS } from './limits.ts';

/** A measurement of every limit each minute, failureLimit 0: one breach aborts. Inconclusive pauses for people. */
export function argo(minutes: readonly PointPair[], endSec: number): Outcome {
  const rules = LIMITED.map((metric) => ({
    metric,
    rule: { ...ARGO_DEFAULTS, count: minutes.length, successCondition: (v: number) => v <= LIMITS[metric] } as ArgoRule,
  }));
  for (let n = 1; n <= minutes.length; n += 1) {
    const seen = minutes.slice(0, n);
    const status = argoRun(
      rules.map(({ metric, rule }) =>
        argoMetric(
          seen.map(({ canary }) => argoPhase(canary[metric], rule)),
          rule,
        ),
      ),
    );
    const atSec = seen.at(-1)!.endSec;
    if (status === 'Failed' || status === 'Error') return { answer: 'ROLLED_BACK', atSec };
    if (status === 'Inconclusive') return { answer: 'INCONCLUSIVE', atSec };
  }
  return { answer: 'PROMOTED', atSec: endSec };
}
