import type { Arm, Bucket } from '../../../core/contracts/measurement.ts';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import type { Metrics } from '../../../lambdas/ports.ts';
import type { Course } from '../course.ts';
import type { Version } from '../truth.ts';
import type { DeployerStore, Shift } from './deployer.ts';

/** As CloudWatch: by the minute. */
const SECONDS = 60;
/** Bin of 10 ms (core/contracts/measurement.ts). */
const BIN = String(Math.floor(Math.log(10) / Math.log(1.01)));
const PAST = { errorRate: 0, p50: 10, p95: 10, p99: 10 };

/** Percent; what hurts later hurts beyond that. */
const LARGEST_CANARY = 20;

const arm = (requests: number, errorRate: number): Arm => ({
  requests,
  errors: Math.round(requests * errorRate),
  latency: { bins: { [BIN]: requests } },
  healthChecks: 1,
  unhealthy: 0,
});

/** What the versions do to their users is what is true of them; what is measured is that, or nothing. */
export function createMetrics(
  { shifts }: DeployerStore,
  course: Course,
  versions: ReadonlyMap<CommitSha, Version>,
): Metrics {
  return {
    cadence: { seconds: SECONDS, lagSeconds: 0 },
    history: async () => PAST,
    buckets: async (shiftId, from, to, origin) => {
      const shift = shifts.get(shiftId);
      if (shift === undefined || shift.since === null) return [];
      const all: Bucket[] = [];
      // Nobody measures the future, whatever a clock says.
      const until = Math.min(to, course.now());
      for (let end = SECONDS; origin + end * 1000 <= until; end += SECONDS)
        if (origin + end * 1000 > from) {
          const bucket = measured(shift, versions.get(shift.request.to.commit)!, end);
          if (bucket !== null) all.push(bucket);
        }
      return all;
    },
  };
}

function measured({ weight, request }: Shift, { quality }: Version, endSec: number): Bucket | null {
  if (quality === 'SILENT' && request.environment === 'production') return null;
  const hurts = quality === 'BAD' || (quality === 'LATER' && weight > LARGEST_CANARY);
  const canary = Math.max(3000, weight * 600);
  return { endSec, durSec: SECONDS, canary: arm(canary, hurts ? 0.2 : 0), baseline: arm(57_000, 0) };
}
