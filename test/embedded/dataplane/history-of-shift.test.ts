import { describe, expect, it } from '@jest/globals';
import type { History } from '../../../core/contracts/measurement.ts';
import { historyOfShift } from '../../../embedded/dataplane/history-of-shift.ts';
import { shiftOf } from '../../support/aws-double/deployer-world.ts';

const history: History = {
  errorRate: 0,
  p50: 1,
  p95: 2,
  p99: 3,
  phi: { p99: 21, latAbs: 21 },
  assignment: 'request',
};
const step = (weight: number) => ({ weight, bakeSeconds: 600 });
const at = (weights: readonly number[], weight = 0, past: History = history) =>
  historyOfShift({ history: past, weight, request: shiftOf('CANARY', { steps: weights.map(step) }) });

describe('the past of a shift at home', () => {
  it.each<[string, readonly number[], number, number, number]>([
    ['a canary of 5 %', [5], 5, 2.9, 2],
    ['a rollout at its larger share', [10, 25, 100], 10, 8.5, 6],
    ['a rollout at 100 %', [25, 100], 100, 21, 21],
    ['a canary that has not begun', [5], 0, 2.9, 2],
    ['staging', [100], 100, 21, 21],
  ])('%s has clumps in proportion', (_, weights, weight, p99, latAbs) => {
    const { phi } = at(weights, weight);
    expect(phi?.p99).toBeCloseTo(p99, 9);
    expect(phi?.latAbs).toBeCloseTo(latAbs, 9);
  });

  it('all else stays, and a past without clumps has none', () => {
    expect({ ...at([5]), phi: history.phi }).toEqual(history);
    const unknown: History = { errorRate: 0, p50: 1, p95: 2, p99: 3, assignment: 'request' };
    expect(at([5], 5, unknown)).toEqual(unknown);
  });
});
