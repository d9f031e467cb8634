import { describe, expect, it } from '@jest/globals';
import { analysisSchema } from '../../../core/contracts/analysis.ts';
import type { Bucket } from '../../../core/contracts/measurement.ts';
import { arm, buckets, config, HISTORY, NO_HISTORY, watched } from './canary-buckets.ts';

const healthy = () => ({ canary: arm(50), baseline: arm(950) });

describe('the judge', () => {
  it('passes a canary that is like its baseline, with the bounds in the headline', () => {
    const { decisions, analysis, state } = watched(buckets(60, healthy));
    expect(new Set(decisions)).toEqual(new Set(['CONTINUE']));
    expect(analysis.verdict).toBe('PASS');
    expect(analysis.headline).toBe(
      'pass at 600 s: 0 of 2,700 canary requests failed, at most 0.11 % (limit 1 %); 0 of 2,700 took longer than 60 ms, at most 0.11 % (limit 1 %), both at 95 %',
    );
    expect(analysis.pass).toMatchObject({ limit: 0.01, ruledOut: true });
    expect(analysis.needed).toBeNull();
    expect(analysisSchema.parse(analysis)).toEqual(analysis);
    expect(JSON.stringify(state).length).toBeLessThan(5000);
  });

  it('004-19: fails 5 % errors beside a clean baseline soon after warm-up, and stays failed', () => {
    const { decisions, failedAt, analysis } = watched(buckets(60, () => ({ canary: arm(60, 3), baseline: arm(1140) })));
    expect(failedAt).toBe(70);
    expect(decisions.slice(6)).not.toContain('CONTINUE');
    expect(analysis.verdict).toBe('FAIL');
    expect(analysis.decidedAtSec).toBe(70);
    expect(analysis.headline).toMatch(
      /^fail at 70 s: 3 failed requests of 60 on the canary, 0.15 expected if it were no worse, 3 is the limit/,
    );
    expect(analysis.tests.find((t) => t.id === 'error-relative')?.signalledAt).toBe(70);
  });

  it('K4: 0.01 % that becomes 0.03 % rolls nothing back, however significant', () => {
    const { analysis } = watched(buckets(60, () => ({ canary: arm(100_000, 30), baseline: arm(900_000, 90) })));
    expect(analysis.verdict).toBe('PASS');
  });

  it('K4: fails above the ceiling of the tier although it is less than twice the baseline', () => {
    const at = () => ({ canary: arm(1000, 14), baseline: arm(9000, 67) });
    const strict = watched(buckets(60, at), { judge: config({ errorRateMax: 0.01 }) });
    expect(strict.analysis.tests.find((t) => t.id === 'error-ceiling')?.signalledAt).not.toBeNull();
    expect(watched(buckets(60, at), { judge: config({ errorRateMax: 0.02 }) }).failedAt).toBeNull();
  });

  it('a shared incident fails nothing: both arms break every limit alike', () => {
    const { decisions, analysis } = watched(
      buckets(60, (i) => (i > 20 && i < 40 ? { canary: arm(50, 15, 15), baseline: arm(950, 285, 285) } : healthy())),
    );
    expect(decisions).not.toContain('FAIL');
    expect(analysis.verdict).toBe('INCONCLUSIVE');
    expect(analysis.environment.join()).toMatch(/baseline itself is near the ceiling/);
  });

  it('004-20: fails when 4 % take more than 3 times the p99 of the past', () => {
    const { failedAt, analysis } = watched(
      buckets(60, () => ({ canary: arm(50, 0, 2, 90), baseline: arm(950, 0, 2, 90) })),
    );
    expect(failedAt).toBeLessThanOrEqual(240);
    expect(analysis.headline).toMatch(/requests slower than 60 ms of/);
  });

  it('004-20: without a past, the p99 of the baseline beside it sets the cut', () => {
    const slow = watched(
      buckets(60, () => ({ canary: arm(50, 0, 3, 90), baseline: arm(950) })),
      { history: NO_HISTORY },
    );
    expect(slow.state.relativeCut).toBeGreaterThan(35);
    expect(slow.state.relativeCut).toBeLessThan(36);
    expect(slow.state.reference).toBeNull();
    expect(slow.analysis.verdict).toBe('FAIL');
  });

  it('a p99 of 2 ms that becomes 8 ms rolls nothing back: 25 ms of rise are the least that counts', () => {
    const { analysis } = watched(
      buckets(60, () => ({ canary: arm(50, 0, 50, 8), baseline: arm(950, 0, 950, 2) })),
      { history: { ...HISTORY, p99: 2 } },
    );
    expect(analysis.verdict).toBe('PASS');
  });

  it('K5: fails above the p99 ceiling of the tier', () => {
    const at = () => ({ canary: arm(50, 0, 3, 900), baseline: arm(950, 0, 1, 700) });
    const { analysis } = watched(buckets(60, at), { history: { ...HISTORY, p99: 700 } });
    expect(analysis.tests.find((t) => t.id === 'latency-ceiling')?.signalledAt).not.toBeNull();
  });

  it('reads counts above a cut as exactly as histograms, and percentiles not as counts', () => {
    const counted = (slow: number) => ({
      canary: arm(50, 0, 0, 0, { latency: { countAbove: { '60': slow, '800': 0 } } }),
      baseline: arm(950, 0, 0, 0, { latency: { countAbove: { '60': 1, '800': 0 } } }),
    });
    expect(watched(buckets(60, () => counted(3))).analysis.verdict).toBe('FAIL');
    expect(watched(buckets(60, () => counted(0))).analysis.verdict).toBe('PASS');
    const percentiles = watched(
      buckets(60, () => ({ ...healthy(), canary: arm(50, 0, 0, 0, { latency: { p50: 5, p95: 6, p99: 7 } }) })),
    ).analysis;
    expect(percentiles.verdict).toBe('INCONCLUSIVE');
    expect(percentiles.dataQuality.precision).toBe('percentile-only');
  });

  it.each([
    ['cpu', 80.1],
    ['memory', 85.1],
  ] as const)(
    'K7: %s over its limit fails after 3 of 5 one-minute points, unless the baseline is over too',
    (gauge, v) => {
      const hot = (i: number) => (i >= 6 && Math.floor(i / 6) % 2 === 1 ? { [gauge]: v } : {});
      const at = (i: number) => ({ canary: arm(50, 0, 0, 0, hot(i)), baseline: arm(950) });
      const { failedAt, analysis } = watched(buckets(60, at));
      expect(failedAt).toBe(360);
      expect(analysis.headline).toMatch(/in 3 of the last 5 one-minute points/);
      const both = buckets(60, (i) => ({ ...at(i), baseline: arm(950, 0, 0, 0, hot(i)) }));
      expect(watched(both).failedAt).toBeNull();
      const atLimit = buckets(60, () => ({ canary: arm(50, 0, 0, 0, { [gauge]: v - 0.1 }), baseline: arm(950) }));
      expect(watched(atLimit).failedAt).toBeNull();
    },
  );

  it('004-21: fails at 2 bad health checks of 3, not at one blip', () => {
    const sick = (bad: number[]) =>
      buckets(60, (i) => ({ canary: arm(50, 0, 0, 0, { unhealthy: bad.includes(i) ? 1 : 0 }), baseline: arm(950) }));
    expect(watched(sick([20, 25, 40])).failedAt).toBeNull();
    expect(watched(sick([20, 22])).failedAt).toBe(230);
    expect(watched(sick([20, 22])).analysis.headline).toBe('fail at 230 s: 2 of the last 3 health checks failed');
  });

  it('002-31: during warm-up only ill health or a catastrophe fails', () => {
    const warm = (canary: (i: number) => ReturnType<typeof arm>) =>
      watched(buckets(60, (i) => ({ canary: i < 6 ? canary(i) : arm(50), baseline: arm(950) })));
    expect(warm(() => arm(50, 4, 50, 2000, { cpu: 100 })).analysis.verdict).toBe('PASS');
    expect(warm(() => arm(50, 25)).failedAt).toBe(10);
    expect(warm((i) => arm(50, 0, 0, 0, { unhealthy: i === 2 ? 1 : 0 })).failedAt).toBe(30);
  });

  it('is never sure of nothing: no buckets, no requests, too few requests, missing data', () => {
    const verdict = (stream: Bucket[], atSec = 600) => watched(stream, { atSec }).analysis;
    expect(verdict([])).toMatchObject({ verdict: 'INCONCLUSIVE', headline: 'inconclusive at 600 s: no data came' });
    const none = verdict(buckets(60, () => ({ canary: arm(0), baseline: arm(950) })));
    expect(none.headline).toBe('inconclusive at 600 s: no request reached the canary after warm-up');
    expect(none.needed).toMatchObject({ requests: 299, minutes: null });
    const few = verdict(buckets(60, () => ({ canary: arm(2), baseline: arm(38) })));
    expect(few.headline).toBe(
      'inconclusive at 600 s: 0 of 108 canary requests failed, which still allows a rate of 2.74 %, the limit is 1 %; 191 more requests would settle it if none of them does',
    );
    expect(few.needed).toEqual({ requests: 191, minutes: 15.9, weight: 14 });
    const full = buckets(60, () => ({ canary: arm(500), baseline: arm(950) }));
    expect(verdict(full.filter((_, i) => i % 3 === 0))).toMatchObject({ verdict: 'INCONCLUSIVE' });
    expect(verdict(full.filter((_, i) => i % 3 > 0)).verdict).toBe('PASS');
    // What stopped coming counts as missing too.
    expect(verdict(full.slice(0, 20)).dataQuality.missing).toBe(40);
    expect(verdict(full.slice(0, 20)).verdict).toBe('INCONCLUSIVE');
  });

  it.each<[string, Partial<Bucket>]>([
    ['more errors than requests', { canary: arm(5, 6) }],
    ['a negative counter', { baseline: arm(-1) }],
    ['NaN', { canary: arm(NaN) }],
    ['half a request', { canary: { requests: 1.5, errors: 0 } }],
    ['more latencies than requests', { canary: arm(5, 0, 0, 0, { latency: { bins: { '10': 6 } } }) }],
    ['a bin that is none', { canary: arm(5, 0, 0, 0, { latency: { bins: { '1152': 1 } } }) }],
    ['a time before the last bucket', { endSec: 300 }],
    ['no duration', { durSec: 0 }],
  ])('rejects a bucket with %s, counts it and uses nothing of it', (_, wrong) => {
    const stream = buckets(60, healthy);
    const bad: Bucket = { endSec: 315, durSec: 10, canary: arm(50, 50), baseline: arm(950), ...wrong };
    const { analysis } = watched([...stream.slice(0, 31), bad, ...stream.slice(31)]);
    expect(analysis.dataQuality).toMatchObject({ buckets: 60, rejected: 1 });
    expect(analysis.bad).toEqual({ canaryErrors: 0, canaryRequests: 3000 });
    expect(analysis.verdict).toBe('PASS');
  });

  it('at 100 % there is no baseline: one-sample tests with limits from the past', () => {
    const alone = (errors: number, slow: number) => buckets(60, () => ({ canary: arm(1000, errors, slow, 90) }));
    const good = watched(alone(0, 2)).analysis;
    expect(good).toMatchObject({ verdict: 'PASS', dataQuality: { precision: 'no concurrent baseline' } });
    expect(watched(alone(8, 0)).analysis.tests.find((t) => t.id === 'error-relative')?.signalledAt).not.toBeNull();
    expect(watched(alone(0, 20)).analysis.tests.find((t) => t.id === 'latency-relative')?.signalledAt).not.toBeNull();
    // Without a past either, only the ceilings of the tier are left.
    expect(watched(alone(8, 0), { history: NO_HISTORY }).failedAt).toBeNull();
    expect(watched(alone(15, 0), { history: NO_HISTORY }).analysis.verdict).toBe('FAIL');
  });
});
