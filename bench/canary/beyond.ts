import { MED, type Canary, type Process, type Scenario, USUAL } from './scenario.ts';

const beyond = (name: string, process: Partial<Process>, canary: Canary): Scenario => ({
  name,
  kind: 'BEYOND',
  process: { perMinute: MED, errorRate: USUAL, ...process },
  canary,
  onsetSec: 0,
});

const plus = (points: number) => (usual: number) => usual + points / 100;
const even = () => 0.5;

/** What was never simulated before: other splits and other data. In no summary. */
export const BEYOND: readonly Scenario[] = [
  beyond('equal sizes (150 v 150), +0.5pp', { perMinute: 300, share: even }, { errorRate: plus(0.5) }),
  beyond('equal sizes (150 v 150), +2pp', { perMinute: 300, share: even }, { errorRate: plus(2) }),
  beyond('half of the health checks fail', {}, { unhealthy: 0.5 }),
  beyond('+2pp, 30 % of the buckets lost', {}, { errorRate: plus(2), lost: 0.3 }),
  beyond('+2pp, no concurrent baseline', {}, { errorRate: plus(2), shown: 'NO_BASELINE' }),
  beyond('p99 x3, percentiles only', {}, { latencyTimes: 3, shown: 'PERCENTILES' }),
  beyond('healthy, 30 % of the buckets lost', {}, { lost: 0.3 }),
  beyond('healthy, no concurrent baseline', {}, { shown: 'NO_BASELINE' }),
  beyond('healthy, percentiles only', {}, { shown: 'PERCENTILES' }),
];
