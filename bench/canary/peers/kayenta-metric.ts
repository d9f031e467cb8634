import { createRandom } from '../random.ts';
import { mannWhitney } from './mann-whitney.ts';

export type MetricRule = {
  readonly direction: 'increase' | 'decrease' | 'either';
  readonly nan: 'remove' | 'replace';
  readonly critical: boolean;
  readonly mustHaveData: boolean;
  /** [low, high] of the ratio of the means beyond which a change counts, and beyond which it is critical. */
  readonly effect: readonly [number, number];
  readonly criticalEffect: readonly [number, number];
};

export type Classified = {
  readonly label: 'Pass' | 'High' | 'Low' | 'Nodata' | 'NodataFailMetric' | 'Error';
  readonly critical: boolean;
};

export const KAYENTA_DEFAULTS: MetricRule = {
  direction: 'increase',
  nan: 'remove',
  critical: false,
  mustHaveData: false,
  effect: [1, 1],
  criticalEffect: [1, 1],
};

/** Hard coded in Kayenta's judge. */
const CONFIDENCE = 0.98;
const TOLERANCE = 0.25;
const NOISE = 1e-5;

/** Kayenta's answer for one metric from the values of its periods; NaN is a period without a value. */
export function kayentaMetric(experiment: readonly number[], control: readonly number[], rule: MetricRule): Classified {
  const [x, y] = [cleaned(experiment, rule), cleaned(control, rule)];
  if (x.length === 0 || y.length === 0) {
    if (rule.nan === 'replace') return { label: 'Pass', critical: false };
    if (rule.mustHaveData && !rule.critical) return { label: 'NodataFailMetric', critical: false };
    return { label: 'Nodata', critical: rule.critical };
  }
  if (isSame(x, y)) return { label: 'Pass', critical: false };
  try {
    return compared(x, y, rule);
  } catch {
    return { label: 'Error', critical: false };
  }
}

function compared(experiment: readonly number[], control: readonly number[], rule: MetricRule): Classified {
  const constant = new Set(experiment).size === 1 && new Set(control).size === 1;
  const [x, y] = constant ? noisy(experiment, control) : [experiment, control];
  const { low, high, estimate } = mannWhitney(x, y, CONFIDENCE);
  const bound = TOLERANCE * Math.abs(estimate);
  const effect = meanRatio(x, y);
  const isHigh = rule.direction !== 'decrease' && low > bound && !(effect < rule.effect[1]);
  const isLow = rule.direction !== 'increase' && high < -bound && !(effect > rule.effect[0]);
  if (isHigh) return { label: 'High', critical: rule.critical && !(effect < rule.criticalEffect[1]) };
  if (isLow) return { label: 'Low', critical: rule.critical && !(effect > rule.criticalEffect[0]) };
  return { label: 'Pass', critical: false };
}

function cleaned(values: readonly number[], { nan }: MetricRule): readonly number[] {
  return nan === 'remove' ? values.filter((v) => !Number.isNaN(v)) : values.map((v) => (Number.isNaN(v) ? 0 : v));
}

/** The same values in any order, or one value only. */
function isSame(x: readonly number[], y: readonly number[]): boolean {
  if (new Set([...x, ...y]).size === 1) return true;
  const [a, b] = [x.toSorted((p, q) => p - q), y.toSorted((p, q) => p - q)];
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Two constants cannot be ranked without ties, so Kayenta adds a little noise. */
function noisy(x: readonly number[], y: readonly number[]): [number[], number[]] {
  const random = createRandom(`noise ${x[0]} ${y[0]}`);
  const add = (values: readonly number[]) => values.map((value) => value + value * NOISE * random.normal());
  return [add(x), add(y)];
}

/** NaN where either mean is 0. */
function meanRatio(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [mean(x), mean(y)];
  return a === 0 || b === 0 ? NaN : a / b;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
