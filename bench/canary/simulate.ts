import { armSource, INSTANCES } from './arm-source.ts';
import { autoregression } from './autoregression.ts';
import type { Random } from './random.ts';
import type { RawArm, RawBucket } from './raw-bucket.ts';
import type { Process, Scenario } from './scenario.ts';

export const BUCKET_SEC = 10;
const SHARE = 0.05;
const BURSTS = 3;
const BURST_SEC = 20;
const BURST_TIMES = 20;

/** Buckets of one canary of this scenario, of `seconds` in all. */
export function simulate({ process, canary }: Scenario, random: Random, seconds: number): RawBucket[] {
  const source = armSource(process, random);
  const sharedErrors = autoregression(random, 0.2, 0.95);
  const sharedLatency = autoregression(random, 0.04, 0.95);
  const own = { baseline: autoregression(random, 0.015, 0.95), canary: autoregression(random, 0.015, 0.95) };
  const gauge = (sd: number) => autoregression(random, sd, 0.8);
  const cpu = { baseline: gauge(4), canary: gauge(4) };
  const memory = { baseline: gauge(0.6), canary: gauge(0.6) };
  const host = (process.hostSd ?? 0) * random.normal();
  const bursts = process.errorBursts
    ? Array.from({ length: BURSTS }, () => BURST_SEC * Math.floor((random.uniform() * seconds) / BURST_SEC))
    : [];
  const buckets: RawBucket[] = [];
  for (let sec = 0; sec < seconds; sec += BUCKET_SEC) {
    const drift = process.drift ? sec / seconds : 0;
    const share = process.share?.(sec) ?? SHARE;
    const requests = random.poisson(trafficOf(process, random, drift));
    const ofCanary = random.binomial(requests, share);
    const burst = bursts.some((at) => sec >= at && sec < at + BURST_SEC) ? BURST_TIMES : 1;
    const usual = process.errorRate * (process.incident?.(sec) ?? 1) * burst * (1 + drift) * Math.exp(sharedErrors());
    const shift = sharedLatency() + 0.2 * drift;
    const arm = (n: number, rate: number, instances: number, logTimes: number, tailShift: number) => ({
      requests: n,
      errors: source.errors(n, Math.min(1, rate)),
      bins: source.bins({ requests: n, shift: shift + logTimes, tailShift, instances, durSec: BUCKET_SEC }),
      healthChecks: 1,
      unhealthy: 0,
    });
    const baseline: RawArm = {
      ...arm(requests - ofCanary, usual, INSTANCES * (1 - share), own.baseline(), 0),
      cpu: percent(55 + cpu.baseline()),
      memory: percent(52 + memory.baseline()),
    };
    const slower = own.canary() + host + Math.log(canary.latencyTimes ?? 1);
    const rate = canary.errorRate?.(usual, sec) ?? usual;
    const changed: RawArm = {
      ...arm(ofCanary, rate, INSTANCES * share, slower, Math.log(canary.tailTimes ?? 1)),
      cpu: percent(55 + cpu.canary() + (canary.cpu?.(sec) ?? 0)),
      memory: percent(52 + memory.canary() + (canary.memory?.(sec) ?? 0)),
      unhealthy: random.uniform() < (canary.unhealthy ?? 0) ? 1 : 0,
    };
    buckets.push({ endSec: sec + BUCKET_SEC, durSec: BUCKET_SEC, baseline, canary: changed });
  }
  return canary.lost === undefined ? buckets : buckets.filter(() => random.uniform() >= (canary.lost ?? 0));
}

/** Requests to be expected in a bucket. */
export function trafficOf({ perMinute, trafficShape }: Process, random: Random, drift: number): number {
  const usual = (perMinute * BUCKET_SEC) / 60;
  const burst = trafficShape === undefined ? 1 : random.gamma(trafficShape) / trafficShape;
  return usual * burst * (1 + drift);
}

function percent(value: number): number {
  return Math.min(100, Math.max(0, value));
}
