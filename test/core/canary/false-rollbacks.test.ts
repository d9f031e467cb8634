import { describe, expect, it } from '@jest/globals';
import { uniform } from '../../support/uniform.ts';
import { arm, buckets, config, watched } from './canary-buckets.ts';

/** How many of 60 canaries fail at 0.4 % errors in the baseline, with an incident of 10 % for 30 s, and `extra` more. */
function failed(extra: number): number {
  const draw = uniform(7);
  const events = (n: number, p: number) => Array.from({ length: n }, draw).filter((u) => u < p).length;
  const runs = Array.from({ length: 60 }, () =>
    watched(
      buckets(60, (i) => {
        const p = i >= 30 && i < 33 ? 0.1 : 0.004;
        return {
          canary: arm(25, events(25, p + extra), events(25, 0.008), 65),
          baseline: arm(475, events(475, p), events(475, 0.008), 65),
        };
      }),
      { judge: config({ alpha: 0.05 }) },
    ),
  );
  return runs.filter((run) => run.failedAt !== null).length;
}

describe('repeated looks', () => {
  it('fail hardly any canary that is no worse (alpha 5 %: at most 3 of 60 expected), and nearly all that are', () => {
    expect(failed(0)).toBeLessThanOrEqual(3);
    expect(failed(0.03)).toBeGreaterThanOrEqual(57);
  });
});
