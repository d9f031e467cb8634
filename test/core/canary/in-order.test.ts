import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../../../core/canary/in-order.ts';
import { arm, buckets } from './canary-buckets.ts';

describe('buckets in order', () => {
  it('sorts by the end of the stretch and leaves single ones as they are', () => {
    const all = buckets(5, (i) => ({ canary: arm(i) }));
    expect(inOrder([...all].reverse())).toEqual(all);
  });

  it('adds up parts of one moment: counts, histograms, the worse gauge, a baseline of either', () => {
    const at = { endSec: 10, durSec: 10 };
    const [first] = inOrder([
      { ...at, canary: { requests: 5, errors: 1, latency: { bins: { '3': 4 } }, cpu: 50, unhealthy: 1 } },
      {
        ...at,
        canary: { requests: 7, errors: 0, latency: { bins: { '3': 1, '9': 6 } }, cpu: 70, memory: 30 },
        baseline: arm(9),
      },
    ]);
    expect(first).toEqual({
      ...at,
      canary: {
        requests: 12,
        errors: 1,
        latency: { bins: { '3': 5, '9': 6 } },
        cpu: 70,
        memory: 30,
        healthChecks: 0,
        unhealthy: 1,
      },
      baseline: arm(9),
    });
  });

  it('keeps the cuts that both parts counted, and no percentile of two parts', () => {
    const at = { endSec: 10, durSec: 10 };
    const part = (latency: object) => ({ ...at, canary: { requests: 5, errors: 0, latency: latency as never } });
    expect(
      inOrder([part({ countAbove: { '5': 1, '8': 2 } }), part({ countAbove: { '8': 1 } })])[0]!.canary.latency,
    ).toEqual({
      countAbove: { '8': 3 },
    });
    const percentiles = { p50: 1, p95: 2, p99: 3 };
    expect(inOrder([part(percentiles), part(percentiles)])[0]!.canary.latency).toBeUndefined();
  });
});
