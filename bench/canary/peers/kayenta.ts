import type { Outcome } from '../outcome.ts';
import type { Point, PointPair } from '../points.ts';
import { KAYENTA_DEFAULTS, kayentaMetric, type MetricRule } from './kayenta-metric.ts';
import { type KayentaAnswer, kayentaAnswer, kayentaScore } from './kayenta-score.ts';

export type KayentaRules = {
  readonly errors: MetricRule;
  readonly latency: MetricRule;
  readonly saturation: MetricRule;
};

export const USUAL_RULES: KayentaRules = {
  errors: KAYENTA_DEFAULTS,
  latency: KAYENTA_DEFAULTS,
  saturation: KAYENTA_DEFAULTS,
};
const tuned = (times: number): MetricRule => ({
  ...KAYENTA_DEFAULTS,
  critical: true,
  effect: [1, times],
  criticalEffect: [1, times],
});
/** Effect sizes as a careful user would set them, each metric critical. */
export const TUNED_RULES: KayentaRules = { errors: tuned(2), latency: tuned(1.25), saturation: tuned(1.1) };

/** Points that Kayenta is given before it is asked again and again. */
const FEWEST = 5;

/** Errors 40, latency 40, saturation 20. */
export function kayentaOnce(points: readonly PointPair[], rules: KayentaRules): KayentaAnswer {
  const metric = (name: keyof Point, rule: MetricRule) =>
    kayentaMetric(
      points.map(({ canary }) => canary[name]),
      points.map(({ baseline }) => baseline[name]),
      rule,
    );
  return kayentaAnswer(
    kayentaScore([
      { weight: 40, metrics: [metric('errorRate', rules.errors)] },
      { weight: 40, metrics: (['p50', 'p95', 'p99'] as const).map((name) => metric(name, rules.latency)) },
      { weight: 20, metrics: (['cpu', 'memory'] as const).map((name) => metric(name, rules.saturation)) },
    ]),
  );
}

/** Asked once, at the end. Marginal leaves it to people. */
export function kayentaAtEnd(points: readonly PointPair[], endSec: number, rules = USUAL_RULES): Outcome {
  return { answer: ANSWERS[kayentaOnce(points, rules)], atSec: endSec };
}

/** Asked again at every point from the fifth on; only a Fail ends it early. */
export function kayentaPeeking(points: readonly PointPair[], endSec: number, rules = USUAL_RULES): Outcome {
  for (let n = FEWEST; n < points.length; n += 1)
    if (kayentaOnce(points.slice(0, n), rules) === 'Fail')
      return { answer: 'ROLLED_BACK', atSec: points[n - 1]!.endSec };
  return kayentaAtEnd(points, endSec, rules);
}

const ANSWERS = { Pass: 'PROMOTED', Marginal: 'INCONCLUSIVE', Fail: 'ROLLED_BACK' } as const;
