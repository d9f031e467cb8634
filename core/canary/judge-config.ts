import { judgeConfigSchema, type JudgeConfig } from '../contracts/analysis.ts';
import type { Config } from '../contracts/config.ts';
import type { Tier } from '../contracts/facts.ts';

/** What the judge holds a version of this tier to, for a watch of `plannedSec` seconds and so many prolongations (K4, K5, K7). */
export function judgeConfigFor(
  config: Pick<Config, 'thresholds' | 'timing'>,
  tier: Tier,
  plannedSec: number,
  extensions = 0,
): JudgeConfig {
  const { thresholds, timing } = config;
  return judgeConfigSchema.parse({
    errorRateMax: thresholds[tier].errorRate,
    p99MsMax: thresholds[tier].p99Ms,
    errorTimes: thresholds.errorTimes,
    errorMinRise: thresholds.errorMinRise,
    p99Times: thresholds.p99Times,
    failTimes: thresholds.failTimes,
    failRise: thresholds.failRise,
    latencyTimes: thresholds.latencyTimes,
    latencyMinRiseMs: thresholds.latencyMinRiseMs,
    alpha: thresholds.falseRollbackMax,
    cpuMax: thresholds.cpuPercent,
    memoryMax: thresholds.memoryPercent,
    warmUpSec: timing.warmUpSeconds,
    plannedSec,
    extensions,
  });
}
