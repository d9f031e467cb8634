import type { History } from '../../core/contracts/measurement.ts';
import { armSource, INSTANCES } from './arm-source.ts';
import { autoregression } from './autoregression.ts';
import { BINS, binOf } from './latency-source.ts';
import { createRandom, type Random } from './random.ts';
import { percentileOf, sumOf, type RawArm } from './raw-bucket.ts';
import type { Process } from './scenario.ts';
import { BUCKET_SEC, trafficOf } from './simulate.ts';

/** Requests simulated for a history: many enough that its factors are known to a few percent. */
const REQUESTS = 2_000_000;
/** A week of them. */
const MOST = (7 * 86_400) / BUCKET_SEC;
const FEWEST = 1500;
const FOR_PERCENTILES = 200;
const SLOW_MS = 800;

type Factors = Required<NonNullable<History['phi']>>;
export type LongHistory = { readonly p50: number; readonly p95: number; readonly p99: number; readonly phi: Factors };

const known = new Map<string, LongHistory>();

/**
 * Percentiles and dispersion of a process from a long undisturbed run of it. A factor is the split-half Fano factor:
 * sum of (a - b)^2 over sum of (a + b) of the counts in two halves of the fleet, so what both halves share cancels.
 */
export function longHistory(process: Process): LongHistory {
  const key = JSON.stringify(process);
  const old = known.get(key);
  if (old) return old;
  const halves = halvesOf(process, createRandom(`history ${key}`));
  const first = Array.from({ length: FOR_PERCENTILES }, halves).flat();
  const all = sumOf(first);
  const at = (q: number) => percentileOf(all.bins, all.requests, q)!;
  const found = { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  const buckets = Math.round(Math.min(MOST, Math.max(FEWEST, REQUESTS / ((process.perMinute * BUCKET_SEC) / 60))));
  const counts = {
    err: (arm: RawArm) => arm.errors,
    p50: (arm: RawArm) => slowerThan(arm, found.p50),
    p95: (arm: RawArm) => slowerThan(arm, found.p95),
    p99: (arm: RawArm) => slowerThan(arm, found.p99),
    latAbs: (arm: RawArm) => slowerThan(arm, SLOW_MS),
  };
  const sums = { err: [0, 0], p50: [0, 0], p95: [0, 0], p99: [0, 0], latAbs: [0, 0] } as Record<
    keyof Factors,
    number[]
  >;
  for (let i = 0; i < buckets; i += 1) {
    const [a, b] = halves();
    for (const name of Object.keys(counts) as (keyof Factors)[]) {
      const [inA, inB] = [counts[name](a), counts[name](b)];
      sums[name][0]! += (inA - inB) ** 2;
      sums[name][1]! += inA + inB;
    }
  }
  const factor = ([squares = 0, sum = 0]: number[]) => (sum > 0 ? squares / sum : 1);
  const { err, p50, p95, p99, latAbs } = sums;
  const phi = { err: factor(err), p50: factor(p50), p95: factor(p95), p99: factor(p99), latAbs: factor(latAbs) };
  const history = { ...found, phi };
  known.set(key, history);
  return history;
}

/** Both halves of the fleet, bucket by bucket. */
function halvesOf(process: Process, random: Random): () => [RawArm, RawArm] {
  const source = armSource(process, random);
  const sharedErrors = autoregression(random, 0.2, 0.95);
  const sharedLatency = autoregression(random, 0.04, 0.95);
  const own = [autoregression(random, 0.015, 0.95), autoregression(random, 0.015, 0.95)] as const;
  return () => {
    const requests = random.poisson(trafficOf(process, random, 0));
    const inFirst = random.binomial(requests, 0.5);
    const rate = process.errorRate * Math.exp(sharedErrors());
    const shift = sharedLatency();
    const half = (n: number, i: 0 | 1): RawArm => ({
      requests: n,
      errors: source.errors(n, rate),
      bins: source.bins({
        requests: n,
        shift: shift + own[i](),
        tailShift: 0,
        instances: INSTANCES / 2,
        durSec: BUCKET_SEC,
      }),
      cpu: 0,
      memory: 0,
      healthChecks: 0,
      unhealthy: 0,
    });
    return [half(inFirst, 0), half(requests - inFirst, 1)];
  };
}

function slowerThan(arm: RawArm, ms: number): number {
  let count = 0;
  for (let bin = binOf(Math.log(ms)) + 1; bin < BINS; bin += 1) count += arm.bins[bin]!;
  return count;
}
