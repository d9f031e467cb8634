import { describe, expect, it } from '@jest/globals';
import { judgeConfigFor } from '../../../core/canary/judge-config.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import { configOf } from '../../support/config-of.ts';

const config = configSchema.parse(configOf());

describe('judge-config', () => {
  it.each([
    ['critical', 0.005, 800],
    ['standard', 0.01, 800],
    ['internal', 0.02, 1000],
  ] as const)('%s: at most %d of requests may fail, p99 at most %i ms (K4, K5)', (tier, errorRateMax, p99MsMax) => {
    expect(judgeConfigFor(config, tier, 600)).toMatchObject({ errorRateMax, p99MsMax });
  });

  it('twice the baseline for errors, three times for p99, CPU 80, memory 85, a minute to warm up (004-19, K5, K7)', () => {
    expect(judgeConfigFor(config, 'standard', 600)).toEqual({
      errorRateMax: 0.01,
      p99MsMax: 800,
      errorTimes: 2,
      extensions: 0,
      failRise: 0.0005,
      failTimes: 1.25,
      latencyMinRiseMs: 20,
      latencyTimes: 1.25,
      errorMinRise: 0.005,
      p99Times: 3,
      cpuMax: 80,
      memoryMax: 85,
      warmUpSec: 60,
      plannedSec: 600,
      alpha: 0.01,
    });
  });

  it('what the config says is what is judged by', () => {
    const own = configSchema.parse(
      configOf({
        thresholds: {
          critical: { errorRate: 0.1, p99Ms: 50 },
          errorTimes: 4,
          errorMinRise: 0,
          p99Times: 5,
          cpuPercent: 10,
          memoryPercent: 20,
        },
        timing: { warmUpSeconds: 0 },
      }),
    );
    expect(judgeConfigFor(own, 'critical', 90)).toMatchObject({
      errorRateMax: 0.1,
      p99MsMax: 50,
      errorTimes: 4,
      errorMinRise: 0,
      p99Times: 5,
      cpuMax: 10,
      memoryMax: 20,
      warmUpSec: 0,
      plannedSec: 90,
    });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a watch of %d seconds is no watch', (plannedSec) => {
    expect(() => judgeConfigFor(config, 'standard', plannedSec)).toThrow();
  });
});
