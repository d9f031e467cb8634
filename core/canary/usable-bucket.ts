import type { Arm, Bucket, Latency } from '../contracts/measurement.ts';
import { LAST_BIN } from './latency-bins.ts';

const isCount = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;

/**
 * Whether a bucket can be believed: whole, non-negative counters, not more errors than requests, a stretch of time
 * after everything seen before. Anything else is rejected whole: half a bucket would compare different minutes.
 */
export function isUsable(bucket: Bucket, lastEndSec: number | null): boolean {
  const { endSec, durSec, canary, baseline } = bucket;
  if (!Number.isFinite(endSec) || !(durSec > 0) || !Number.isFinite(durSec)) return false;
  if (lastEndSec !== null && endSec <= lastEndSec) return false;
  return isUsableArm(canary) && (baseline === undefined || isUsableArm(baseline));
}

function isUsableArm(arm: Arm): boolean {
  return (
    isCount(arm.requests) &&
    isCount(arm.errors) &&
    arm.errors <= arm.requests &&
    isCount(arm.healthChecks ?? 0) &&
    isCount(arm.unhealthy ?? 0) &&
    (arm.latency === undefined || isUsableLatency(arm.latency, arm.requests))
  );
}

function isUsableLatency(latency: Latency, requests: number): boolean {
  if ('bins' in latency) {
    const entries = Object.entries(latency.bins);
    const timed = entries.reduce((sum, [, n]) => sum + n, 0);
    return entries.every(([bin, n]) => isCount(n) && Number(bin) <= LAST_BIN) && timed <= requests;
  }
  if ('countAbove' in latency) return Object.values(latency.countAbove).every((n) => isCount(n) && n <= requests);
  return true;
}
