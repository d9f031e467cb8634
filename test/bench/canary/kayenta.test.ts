import { describe, expect, it } from '@jest/globals';
import {
  kayentaAtEnd,
  kayentaOnce,
  kayentaPeeking,
  TUNED_RULES,
  USUAL_RULES,
} from '../../../bench/canary/peers/kayenta.ts';
import { KAYENTA_DEFAULTS, kayentaMetric, type MetricRule } from '../../../bench/canary/peers/kayenta-metric.ts';
import { kayentaAnswer, kayentaScore } from '../../../bench/canary/peers/kayenta-score.ts';
import { point, points } from './some-points.ts';

const either = { ...KAYENTA_DEFAULTS, direction: 'either' } as const;
const five = (value: number) => Array<number>(5).fill(value);
const NONE = [NaN, NaN, NaN];

describe("Kayenta's answer for a metric", () => {
  it.each<[string, number[], number[], Partial<MetricRule>, string]>([
    ['one value everywhere', [1, 1, 1], [1, 1], {}, 'Pass'],
    ['the same values in another order', [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], {}, 'Pass'],
    ['one value differs', [0, 1, 1, 1, 1], five(1), {}, 'Pass'],
    ['one value is far off', [1, 1, 1, 1, 10], five(1), {}, 'Pass'],
    ['two constants', five(10), five(1), {}, 'High'],
    ['two constants, one of them 0', five(10), five(0), {}, 'High'],
    ['two constants, the lower one is the canary', five(1), five(10), {}, 'Low'],
    ['only increases count', five(1), five(10), { direction: 'increase' }, 'Pass'],
    ['only decreases count', five(10), five(1), { direction: 'decrease' }, 'Pass'],
    ['a mean of 0 has no effect size', [54.9, 54.5, 55.1, 55.6, 57.4], five(0), { effect: [0.8, 1.2] }, 'High'],
    ['the other way round', five(0), [54.9, 54.5, 55.1, 55.6, 57.4], { effect: [0.8, 1.2] }, 'Low'],
    [
      'an effect below what is allowed',
      [11, 11.1, 11.2, 11.3, 11.4],
      [10, 10.1, 10.2, 10.3, 10.4],
      { effect: [1, 1.2] },
      'Pass',
    ],
    ['the same effect without that', [11, 11.1, 11.2, 11.3, 11.4], [10, 10.1, 10.2, 10.3, 10.4], {}, 'High'],
    ['two points against two, far apart', [100, 101], [1, 2], {}, 'High'],
    ['NaN is removed', [NaN, 10, 11, NaN, 12, 13, 14], [1, 2, 3, 4, 5], {}, 'High'],
    ['NaN is 0', [NaN, NaN, NaN, NaN, NaN], five(0), { nan: 'replace' }, 'Pass'],
    ['no data', NONE, [1, 2, 3], {}, 'Nodata'],
    ['no data, but there must be', NONE, [1, 2, 3], { mustHaveData: true }, 'NodataFailMetric'],
    ['no data, replaced', [], [1, 2, 3], { nan: 'replace' }, 'Pass'],
  ])('%s: %j against %j', (_, experiment, control, rule, label) => {
    expect(kayentaMetric(experiment, control, { ...either, ...rule }).label).toBe(label);
  });

  it('is critical only beyond the critical effect, or where there is no effect size', () => {
    const critical = { ...either, critical: true };
    const [x, y] = [
      [11, 11.1, 11.2, 11.3, 11.4],
      [10, 10.1, 10.2, 10.3, 10.4],
    ];
    expect(kayentaMetric(x, y, critical)).toEqual({ label: 'High', critical: true });
    expect(kayentaMetric(x, y, { ...critical, criticalEffect: [0.5, 1.5] })).toEqual({
      label: 'High',
      critical: false,
    });
    expect(kayentaMetric(x, five(0), { ...critical, criticalEffect: [0.5, 1.5] }).critical).toBe(true);
    expect(kayentaMetric(NONE, y, critical)).toEqual({ label: 'Nodata', critical: true });
  });
});

describe("Kayenta's score", () => {
  const label = (name: 'Pass' | 'High' | 'Nodata' | 'NodataFailMetric' | 'Error', critical = false) => ({
    label: name,
    critical,
  });

  it.each([
    ['all pass', [label('Pass'), label('Pass')], 100],
    ['one of two is high', [label('Pass'), label('High')], 50],
    ['what must have data and has none fails', [label('Pass'), label('NodataFailMetric')], 50],
    ['an error is no failure', [label('Error'), label('Pass')], 100],
    ['nothing but errors', [label('Error')], 100],
    ['half without data', [label('Nodata'), label('Pass')], 0],
    ['one critical', [label('High', true), label('Pass'), label('Pass')], 0],
  ])('%s', (_, metrics, score) => {
    expect(kayentaScore([{ weight: 100, metrics }])).toBe(score);
  });

  it('weighs groups, and 95 and 75 part the answers', () => {
    const [pass, high] = [[label('Pass')], [label('High')]];
    expect(
      kayentaScore([
        { weight: 40, metrics: high },
        { weight: 60, metrics: pass },
      ]),
    ).toBe(60);
    expect([95, 94.9, 75, 74.9].map(kayentaAnswer)).toEqual(['Pass', 'Marginal', 'Marginal', 'Fail']);
  });
});

describe('Kayenta on a canary', () => {
  const noisy = (base: number, i: number) => base * (1 + 0.01 * Math.sin(7 * i));
  const errors = (rate: number) => points(9, (i) => ({ canary: point({ errorRate: rate && noisy(rate, i) }) }));

  it('fails it for errors of its own, leaves high CPU to people and promotes what is the same', () => {
    expect(kayentaAtEnd(errors(0.05), 600)).toEqual({ answer: 'ROLLED_BACK', atSec: 600 });
    expect(kayentaAtEnd(errors(0), 600)).toEqual({ answer: 'PROMOTED', atSec: 600 });
    const hot = points(9, (i) => ({ canary: point({ cpu: noisy(90, i) }) }));
    expect(kayentaAtEnd(hot, 600).answer).toBe('INCONCLUSIVE');
    expect(kayentaPeeking(hot, 600, TUNED_RULES)).toEqual({ answer: 'ROLLED_BACK', atSec: 360 });
  });

  it('is asked from five points on', () => {
    expect(kayentaPeeking(errors(0.05), 600)).toEqual({ answer: 'ROLLED_BACK', atSec: 360 });
    expect(kayentaPeeking(errors(0), 600)).toEqual({ answer: 'PROMOTED', atSec: 600 });
  });

  it('fails a canary of which half of the metrics have no data', () => {
    const silent = { errorRate: NaN, p50: NaN, p95: NaN, p99: NaN };
    expect(
      kayentaOnce(
        points(9, () => ({ canary: point(silent) })),
        USUAL_RULES,
      ),
    ).toBe('Fail');
  });
});
