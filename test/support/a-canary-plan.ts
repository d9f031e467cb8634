import type { CanaryPlan } from '../../core/contracts/canary-plan.ts';

/** A canary that policy made longer and larger than configured. */
export const LARGER: CanaryPlan = {
  weight: 10,
  seconds: 1230,
  remedies: ['longer', 'share'],
  why: 'made longer than the 10 min configured and larger than the 5 % configured to be able to show harm',
  power: {
    requests: 819,
    requestsNeeded: 736,
    errorRate: 0,
    errorLimit: 0.005,
    smallestErrorRise: 0.0065,
    p99Ms: 400,
    p99LimitMs: 800,
    smallestSlowShare: 0.03,
    smallestP99Times: 1.77,
  },
};

export const LARGER_SAID =
  'about 819 requests expected (736 needed) at 10 % for 20.5 min, made longer than the 10 min configured and larger ' +
  'than the 5 % configured to be able to show harm; could see an error rise of +0.65 points, the limit is +0.5 points, ' +
  'or a p99 of 708 ms, the limit is 800 ms';
