import type { CanaryPlan, CanaryPower } from '../contracts/canary-plan.ts';
import { count, milliseconds, minutes, percent } from './figures.ts';

/** What was known of a canary before it ran, in one sentence for the tree of reasons, the mail, the page and `show`. */
export function canaryStatement({ weight, seconds, power, why }: CanaryPlan): string {
  const extent = `${weight} % for ${minutes(seconds)}`;
  if (power === null) return `${extent}: ${why}`;
  const { requests, requestsNeeded, errorRate, errorLimit } = power;
  const needed = requestsNeeded === null ? 'no number would do' : `${count(requestsNeeded)} needed`;
  return (
    `about ${count(requests)} requests expected (${needed}) at ${extent}, ${why}; could see ${riseOf(power)}, ` +
    `the limit is ${points(Math.max(0, errorLimit - errorRate))}, or ${p99Of(power)}, the limit is ${milliseconds(power.p99LimitMs)}`
  );
}

function riseOf({ smallestErrorRise: rise }: CanaryPower): string {
  return rise === null ? 'no rise of errors' : `an error rise of ${points(rise)}`;
}

/** Where the past does not tell what slowdown it takes, the share of slow requests is what is known. */
function p99Of({ smallestSlowShare: share, smallestP99Times: times, p99Ms }: CanaryPower): string {
  if (share === null) return 'no p99';
  return times === null ? `${percent(share)} of slow requests` : `a p99 of ${milliseconds(times * p99Ms)}`;
}

const points = (rate: number): string => `+${Number((rate * 100).toFixed(2))} points`;
