import { describe, expect, it } from '@jest/globals';
import { analysisSchema } from '../../../core/contracts/analysis.ts';
import { watchedCuts } from '../../../core/canary/watched-cuts.ts';
import type { Bucket } from '../../../core/contracts/measurement.ts';
import { arm, buckets, config, HISTORY, NO_HISTORY, watched } from './canary-buckets.ts';

const healthy = () => ({ canary: arm(50), baseline: arm(950) });

describe('the judge', () => {
  it('passes a canary that is like its baseline, with the bounds in the headline', () => {
    const { decisions, analysis, state } = watched(buckets(60, healthy));
    expect(new Set(decisions)).toEqual(new Set(['CONTINUE']));
    expect(analysis.verdict).toBe('PASS');
    expect(analysis.headline).toBe(
      'pass at 600 s: 0 of 2,700 canary requests failed, at most 0.14 % (limit 0.5 %); 0 of 2,700 took longer than 60 ms, at most 0.14 % of requests (limit 1 %), both at 97.5 %',
    );
    expect(analysis.pass).toMatchObject({ limit: 0.005, ruledOut: true });
    expect(analysis.needed).toBeNull();
    expect(analysisSchema.parse(analysis)).toEqual(analysis);
    expect(JSON.stringify(state).length).toBeLessThan(25_000);
  });

  it('004-19: fails 5 % errors beside a clean baseline soon after warm-up, and stays failed', () => {
    const { decisions, failedAt, analysis } = watched(buckets(60, () => ({ canary: arm(60, 3), baseline: arm(1140) })));
    expect(failedAt).toBe(70);
    expect(decisions.slice(6)).not.toContain('CONTINUE');
    expect(analysis.verdict).toBe('FAIL');
    expect(analysis.decidedAtSec).toBe(70);
    expect(analysis.headline).toMatch(
      /^fail at 70 s: 3 failed requests of 60 on the canary, 0.15 expected if it were no worse than the baseline, 3 is the limit at this point/,
    );
    expect(analysis.tests.find((t) => t.id === 'errRel')?.signalledAt).toBe(70);
  });

  it('K4: 0.01 % that becomes 0.03 % rolls nothing back, however significant', () => {
    const { analysis } = watched(buckets(60, () => ({ canary: arm(100_000, 30), baseline: arm(900_000, 90) })));
    expect(analysis.verdict).toBe('PASS');
  });

  it('K4: fails above the ceiling of the tier although it is hardly worse than the baseline', () => {
    const at = () => ({ canary: arm(1000, 14), baseline: arm(9000, 70) });
    const mild = { failTimes: 3 };
    const strict = watched(buckets(60, at), { judge: config({ errorRateMax: 0.01, ...mild }) });
    expect(strict.analysis.tests.filter((t) => t.signalledAt !== null).map((t) => t.id)).toEqual(['errAbs']);
    expect(watched(buckets(60, at), { judge: config({ errorRateMax: 0.02, ...mild }) }).failedAt).toBeNull();
  });

  it('K4: certainly more errors fail only if they are failTimes as many and failRise more', () => {
    const at = () => ({ canary: arm(10_000, 24), baseline: arm(90_000, 180) });
    expect(watched(buckets(60, at)).failedAt).toBeNull();
    expect(watched(buckets(60, at)).analysis.tests[0]).toMatchObject({ id: 'errRel', material: false });
    expect(watched(buckets(60, at), { judge: config({ failTimes: 1.1, failRise: 0.0003 }) }).failedAt).not.toBeNull();
  });

  it('a shared incident fails nothing: both arms break every limit alike', () => {
    const { decisions, analysis } = watched(
      buckets(60, (i) => (i > 20 && i < 40 ? { canary: arm(50, 15, 15), baseline: arm(950, 285, 285) } : healthy())),
    );
    expect(decisions).not.toContain('FAIL');
    expect(analysis.verdict).toBe('INCONCLUSIVE');
  });

  it('says so when a ceiling is broken while the baseline is near it too', () => {
    // The canary breaks it from the start, the baseline comes near it before the boundary is reached.
    const { decisions, analysis } = watched(
      buckets(60, (i) => ({ canary: arm(50, i % 2), baseline: arm(950, i < 7 ? 0 : 30) })),
    );
    expect(decisions).not.toContain('FAIL');
    expect(analysis.environment).toEqual([]);
    const late = watched(
      buckets(60, (i) => ({ canary: arm(50, i > 6 ? 2 : 0), baseline: arm(950, i === 11 ? 300 : 0) })),
      {
        judge: config({ failTimes: 100 }),
      },
    );
    expect(late.analysis.environment).toEqual(['the baseline itself is near the ceiling of 0.5 % failed requests']);
  });

  it('004-20: fails when 4 % take more than 3 times the p99 of the past', () => {
    const { failedAt, analysis } = watched(
      buckets(60, () => ({ canary: arm(50, 0, 2, 90), baseline: arm(950, 0, 2, 90) })),
    );
    expect(failedAt).toBeLessThanOrEqual(240);
    expect(analysis.headline).toMatch(/requests slower than 40 ms of/);
  });

  it('004-20: without a past, the p99 of the baseline beside it sets the cut', () => {
    const slow = watched(
      buckets(60, () => ({ canary: arm(50, 0, 3, 90), baseline: arm(950) })),
      { history: NO_HISTORY },
    );

    expect(slow.state.usual.p99).toBeCloseTo(10.1, 0);
    expect(slow.state.reference).toBeNull();
    expect(slow.analysis.verdict).toBe('FAIL');
  });

  it('a p99 of 2 ms that becomes 8 ms rolls nothing back: 20 ms of rise are the least that counts', () => {
    const { analysis } = watched(
      buckets(60, () => ({ canary: arm(50, 0, 50, 8), baseline: arm(950, 0, 950, 2) })),
      { history: { ...HISTORY, p99: 2 } },
    );
    expect(analysis.verdict).toBe('PASS');
  });

  it('K5: fails above the p99 ceiling of the tier', () => {
    const at = () => ({ canary: arm(50, 0, 3, 900), baseline: arm(950, 0, 1, 700) });
    const { analysis } = watched(buckets(60, at), { history: { ...HISTORY, p99: 700 } });
    expect(analysis.tests.find((t) => t.id === 'latAbs')?.signalledAt).not.toBeNull();
  });

  const cuts = watchedCuts(config(), HISTORY);

  it('asks a source that counts above cuts for these: usual and tolerated percentiles, ceilings, the cut for passing', () => {
    expect(cuts).toEqual([5, 10, 20, 25, 30, 40, 60, 800, 1000]);
    expect(watchedCuts(config({ p99MsMax: 500 }), NO_HISTORY)).toEqual([500, 1000]);
  });

  it('reads counts above a cut as exactly as histograms, and percentiles not as counts', () => {
    const above = (slow: number) => ({
      ...Object.fromEntries(cuts.map((ms) => [String(ms), slow])),
      '800': 0,
      '1000': 0,
    });
    const counted = (slow: number) => ({
      canary: arm(50, 0, 0, 0, { latency: { countAbove: above(slow) } }),
      baseline: arm(950, 0, 0, 0, { latency: { countAbove: above(1) } }),
    });
    expect(watched(buckets(60, () => counted(3))).analysis.verdict).toBe('FAIL');
    expect(watched(buckets(60, () => counted(0))).analysis.verdict).toBe('PASS');
  });

  it('judges percentiles by the window where nothing else is known, and says so', () => {
    const windows = (p99: number, baseline = 10) =>
      watched(
        buckets(60, () => ({
          canary: arm(50, 0, 0, 0, { latency: { p50: 5, p95: 9, p99 } }),
          baseline: arm(950, 0, 0, 0, { latency: { p50: 5, p95: 9, p99: baseline } }),
        })),
      ).analysis;
    expect(windows(15)).toMatchObject({ verdict: 'PASS', dataQuality: { precision: 'percentile-only' } });
    expect(windows(100)).toMatchObject({ verdict: 'FAIL' });
    expect(windows(100).tests.find((t) => t.id === 'p99')?.signalledAt).not.toBeNull();
    // Slow windows of both versions at once say nothing of the canary, and do not pass it.
    expect(windows(100, 100)).toMatchObject({ verdict: 'INCONCLUSIVE' });
  });

  it.each([
    ['cpu', 80.1],
    ['memory', 85.1],
  ] as const)(
    'K7: %s over its limit in 4 stretches of 30 s in a row fails, unless the baseline is over too',
    (gauge, v) => {
      const hot = (i: number) => (i >= 12 && i < 24 ? { [gauge]: v } : {});
      const at = (i: number) => ({ canary: arm(50, 0, 0, 0, hot(i)), baseline: arm(950) });
      const { failedAt, analysis } = watched(buckets(60, at));
      expect(failedAt).toBe(240);
      expect(analysis.headline).toMatch(/in 4 stretches of 30 s in a row/);
      const both = buckets(60, (i) => ({ ...at(i), baseline: arm(950, 0, 0, 0, hot(i)) }));
      expect(watched(both).failedAt).toBeNull();
      const atLimit = buckets(60, () => ({ canary: arm(50, 0, 0, 0, { [gauge]: v - 0.1 }), baseline: arm(950) }));
      expect(watched(atLimit).failedAt).toBeNull();
      const short = buckets(60, (i) => ({ ...at(i), canary: arm(50, 0, 0, 0, i < 20 ? hot(i) : {}) }));
      expect(watched(short).failedAt).toBeNull();
    },
  );

  it('does not pass a canary whose gauges are missing although the baseline shows them', () => {
    const at = (cpu: number | null) => () => ({ canary: arm(50, 0, 0, 0, { cpu, memory: null }), baseline: arm(950) });
    expect(watched(buckets(60, at(20))).analysis).toMatchObject({ verdict: 'INCONCLUSIVE' });
    expect(watched(buckets(60, at(null))).analysis.headline).toMatch(/cpu was measured in less than half/);
    const none = arm(950, 0, 0, 0, { cpu: null, memory: null });
    const never = buckets(60, () => ({ canary: arm(50, 0, 0, 0, { cpu: null, memory: null }), baseline: none }));
    expect(watched(never).analysis.verdict).toBe('PASS');
  });

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
    expect(warm((i) => arm(50, 0, 0, 0, { unhealthy: i === 2 ? 1 : 0 })).failedAt).toBeNull();
    expect(warm((i) => arm(50, 0, 0, 0, { unhealthy: i === 2 ? 2 : 0, healthChecks: 2 })).failedAt).toBe(30);
  });

  it('is never sure of nothing: no buckets, no requests, too few requests, missing data', () => {
    const verdict = (stream: Bucket[], atSec = 600) => watched(stream, { atSec }).analysis;
    expect(verdict([])).toMatchObject({ verdict: 'INCONCLUSIVE', headline: 'inconclusive at 600 s: no data came' });
    const none = verdict(buckets(60, () => ({ canary: arm(0), baseline: arm(950) })));
    expect(none.headline).toBe('inconclusive at 600 s: no traffic: no request reached the canary after warm-up');
    expect(none.needed).toMatchObject({ requests: 875, minutes: null });
    const few = verdict(buckets(60, () => ({ canary: arm(2), baseline: arm(38) })));
    expect(few.headline).toBe(
      'inconclusive at 600 s: 0 of 108 canary requests failed, which still allows a rate of 3.36 %, the limit is 0.5 %; 767 more requests would settle it if nothing bad came any more',
    );
    expect(few.needed).toEqual({ requests: 767, minutes: 63.9, weight: 35 });
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
    expect(watched(alone(8, 0)).analysis.tests.find((t) => t.id === 'errRel')?.signalledAt).not.toBeNull();
    expect(watched(alone(0, 20)).analysis.tests.find((t) => t.id === 'p99')?.signalledAt).not.toBeNull();
    // Without a past either, only the ceilings of the tier are left.
    expect(watched(alone(4, 0), { history: NO_HISTORY }).failedAt).toBeNull();
    expect(watched(alone(15, 0), { history: NO_HISTORY }).analysis.verdict).toBe('FAIL');
  });
});
