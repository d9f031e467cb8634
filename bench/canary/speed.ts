import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { conclude } from '../../core/canary/conclude.ts';
import { createWatch } from '../../core/canary/create-watch.ts';
import { observe } from '../../core/canary/observe.ts';
import { judgeConfigSchema } from '../../core/contracts/analysis.ts';
import type { Bucket, History } from '../../core/contracts/measurement.ts';
import { historyOf } from './history-of.ts';
import { createRandom } from './random.ts';
import { bucketOf } from './raw-bucket.ts';
import { HIGH, LOW, MED, type Scenario, TINY, USUAL } from './scenario.ts';
import { simulate } from './simulate.ts';

const CONFIG = judgeConfigSchema.parse({});
/** 1,000 requests in each bucket of 10 s. */
export const THOUSAND = 6000;
const VERY_HIGH = 240_000;
const HELD = 200;
const PLANNED_SEC = 600;
/** The catastrophe's and the health checks'. */
const WHILE_WARMING = 2;
const ROUNDS = 16;

export type Pace = {
  readonly perMinute: number;
  /** Best of some rounds, since whatever else the machine does only slows it. */
  readonly microsPerBucket: number;
  readonly bucketsPerSecond: number;
  /** Tests that take a bucket, on average. */
  readonly tests: number;
  readonly updatesPerSecond: number;
  readonly requestsPerSecond: number;
};

export type Size = {
  readonly perMinute: number;
  /** Bytes of the state as JSON. */
  readonly after10: number;
  readonly after30: number;
};

/** How fast buckets are taken, histograms included: everything that observe does, the state copied as it copies it. */
export function pace(perMinute: number, milliseconds: number): Pace {
  const { buckets, history } = healthyCanary(perMinute, PLANNED_SEC);
  let best = Infinity;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const from = process.hrtime.bigint();
    let [taken, nanos] = [0, 0];
    do {
      watched(buckets, history);
      taken += buckets.length;
      nanos = Number(process.hrtime.bigint() - from);
    } while (nanos < (1e6 * milliseconds) / ROUNDS);
    // The first round warms the compiler up and does not count.
    if (round > 0) best = Math.min(best, nanos / taken / 1000);
  }
  const bucketsPerSecond = 1e6 / best;
  const tests = testsOf(buckets, history);
  const requests = buckets.reduce((sum, { canary, baseline }) => sum + canary.requests + (baseline?.requests ?? 0), 0);
  return {
    perMinute,
    microsPerBucket: best,
    bucketsPerSecond,
    tests,
    updatesPerSecond: bucketsPerSecond * tests,
    requestsPerSecond: (bucketsPerSecond * requests) / buckets.length,
  };
}

/** Tests that take a bucket, on average: during the warm-up only two of them, after it all but the catastrophe's. */
function testsOf(buckets: readonly Bucket[], history: History): number {
  const all = conclude(watched(buckets, history), { atSec: PLANNED_SEC }).tests.length;
  const warm = buckets.filter(({ endSec }) => endSec <= CONFIG.warmUpSec).length;
  return (warm * WHILE_WARMING + (buckets.length - warm) * (all - 1)) / buckets.length;
}

export function sizes(): Size[] {
  return [TINY, LOW, MED, HIGH, VERY_HIGH].map((perMinute) => {
    const { buckets, history } = healthyCanary(perMinute, 1800);
    const bytes = (seconds: number) => {
      const seen = buckets.filter(({ endSec }) => endSec <= seconds);
      return Buffer.byteLength(JSON.stringify(watched(seen, history)));
    };
    return { perMinute, after10: bytes(600), after30: bytes(1800) };
  });
}

/** Bytes of heap of one watch of 10 minutes at this traffic. */
export function heapPerWatch(perMinute: number): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { buckets, history } = healthyCanary(perMinute, 600);
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const held = Array.from({ length: HELD }, () => watched(buckets, history));
  const bytes = (used() - before) / held.length;
  return Math.round(bytes);
}

function healthyCanary(perMinute: number, seconds: number): { buckets: Bucket[]; history: History } {
  const scenario: Scenario = {
    name: 'speed',
    kind: 'HEALTHY',
    process: { perMinute, errorRate: USUAL },
    canary: {},
    onsetSec: 0,
  };
  // The history is that of usual traffic: simulating a month of very high traffic tells nothing about speed.
  const history = historyOf({ ...scenario.process, perMinute: MED }, createRandom('speed history'));
  const buckets = simulate(scenario, createRandom(`speed ${perMinute}`), seconds);
  return { buckets: buckets.map((bucket) => bucketOf(bucket)), history };
}

function watched(buckets: readonly Bucket[], history: History) {
  let state = createWatch(CONFIG, history);
  for (const bucket of buckets) state = observe(state, bucket).state;
  return state;
}
