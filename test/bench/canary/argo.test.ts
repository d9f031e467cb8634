import { describe, expect, it } from '@jest/globals';
import { argo } from '../../../bench/canary/peers/argo.ts';
import {
  ARGO_DEFAULTS,
  argoMetric,
  argoPhase,
  type ArgoPhase,
  type ArgoRule,
  argoRun,
} from '../../../bench/canary/peers/argo-metric.ts';
import { point, points } from './some-points.ts';

const rule = (differing: Partial<ArgoRule>): ArgoRule => ({ ...ARGO_DEFAULTS, ...differing });
const low = (value: number) => value < 0.02;
const high = (value: number) => value > 0.1;
const PHASES = { S: 'Successful', F: 'Failed', I: 'Inconclusive', E: 'Error' } as const;
const phases = (text: string): ArgoPhase[] => [...text].map((letter) => PHASES[letter as keyof typeof PHASES]);

describe('a measurement of Argo Rollouts', () => {
  it.each<[number | null, Partial<ArgoRule>, ArgoPhase]>([
    [0.01, { successCondition: low }, 'Successful'],
    [0.03, { successCondition: low }, 'Failed'],
    [0.03, { failureCondition: high }, 'Successful'],
    [0.2, { failureCondition: high }, 'Failed'],
    [0.03, { successCondition: low, failureCondition: high }, 'Inconclusive'],
    [0.2, { successCondition: low, failureCondition: high }, 'Failed'],
    [0.01, {}, 'Successful'],
    [null, { successCondition: low }, 'Error'],
    [NaN, { failureCondition: high }, 'Error'],
  ])('%d under %o is %s', (value, conditions, phase) => {
    expect(argoPhase(value, rule(conditions))).toBe(phase);
  });
});

describe('a metric of Argo Rollouts', () => {
  it.each<[string, Partial<ArgoRule>, string]>([
    ['S', { count: 3 }, 'Running'],
    ['SSS', { count: 3 }, 'Successful'],
    ['SF', { count: 3 }, 'Failed'],
    ['SF', { count: 3, failureLimit: 1 }, 'Running'],
    ['SFSF', { count: 9, failureLimit: -1 }, 'Running'],
    ['SI', { count: 3 }, 'Inconclusive'],
    ['FI', { count: 3 }, 'Inconclusive'],
    ['EEEE', { count: 9 }, 'Running'],
    ['EEEEE', { count: 9 }, 'Error'],
    ['FEEEEE', { count: 9 }, 'Error'],
    ['EEESEE', { count: 9 }, 'Running'],
    ['FSS', { count: 9, failureLimit: 3, consecutiveSuccessLimit: 2 }, 'Successful'],
    ['SFS', { count: 3, failureLimit: 3, consecutiveSuccessLimit: 2 }, 'Inconclusive'],
    ['SFS', { count: 3, failureLimit: -1, consecutiveSuccessLimit: 2 }, 'Failed'],
    ['SSSSSSSS', {}, 'Running'],
    ['S', { interval: false }, 'Successful'],
  ])('after %s with %o it is %s', (measured, differing, status) => {
    expect(argoMetric(phases(measured), rule(differing))).toBe(status);
  });

  it('a run is as bad as its worst metric', () => {
    expect(argoRun(['Successful', 'Running', 'Inconclusive'])).toBe('Inconclusive');
    expect(argoRun(['Successful', 'Failed', 'Error'])).toBe('Failed');
    expect(argoRun(['Successful', 'Running'])).toBe('Running');
    expect(argoRun([])).toBe('Successful');
  });
});

describe('Argo Rollouts on a canary', () => {
  it('rolls back at the first minute above a limit', () => {
    const slow = points(9, (i) => (i === 3 ? { canary: point({ p99: 801 }) } : {}));
    expect(argo(slow, 600)).toEqual({ answer: 'ROLLED_BACK', atSec: 300 });
    expect(
      argo(
        points(9, () => ({})),
        600,
      ),
    ).toEqual({ answer: 'PROMOTED', atSec: 600 });
  });

  it('rolls back at the fifth minute in a row without a value', () => {
    const silent = points(9, () => ({ canary: point({ errorRate: NaN, p99: NaN }) }));
    expect(argo(silent, 600)).toEqual({ answer: 'ROLLED_BACK', atSec: 360 });
  });
});
