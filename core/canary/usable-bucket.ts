import type { Arm, Bucket, Latency } from '../contracts/measurement.ts';

const isCount = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
/** Of a second: clocks that are added up in binary fractions. */
const OVERLAP_SEC = 1e-3;

/**
 * Whether a bucket can be believed: whole, non-negative counters, not more errors than requests, a stretch of time
 * after everything seen before. Anything else is rejected whole: half a bucket would compare different minutes, and
 * the same requests must not count twice.
 */
export function isUsable({ endSec, durSec, canary, baseline }: Bucket, lastEndSec: number | null): boolean {
  if (!Number.isFinite(endSec) || !(durSec > 0) || !Number.isFinite(durSec)) return false;
  if (lastEndSec !== null && (endSec <= lastEndSec || endSec - durSec < lastEndSec - OVERLAP_SEC)) return false;
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

/** What is in a histogram is looked at when it is counted (count-latency.ts). */
function isUsableLatency(latency: Latency, requests: number): boolean {
  return 'countAbove' in latency ? Object.values(latency.countAbove).every((n) => isCount(n) && n <= requests) : true;
}
