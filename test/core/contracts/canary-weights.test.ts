import { describe, expect, it } from '@jest/globals';
import { allCanaryWeights, canaryWeights } from '../../../core/contracts/canary-weights.ts';

const max = { critical: 10, standard: 20, internal: 15 };

describe('shares of a canary (002-6, 002-21)', () => {
  it.each([
    [5, 'critical', [5, 10]],
    [5, 'standard', [5, 10, 15, 20]],
    [3, 'internal', [3, 5, 10, 15]],
    [20, 'standard', [20]],
    // Configured beyond the most that it may be raised to: it stays as configured.
    [12, 'critical', [12]],
  ] as const)('from %i %% in tier %s', (canaryWeight, tier, weights) => {
    expect(canaryWeights({ canaryWeight, canaryWeightMax: max }, tier)).toEqual(weights);
  });

  it('every share of any tier, once', () => {
    expect(allCanaryWeights({ canaryWeight: 7, canaryWeightMax: max })).toEqual([7, 10, 15, 20]);
  });
});
