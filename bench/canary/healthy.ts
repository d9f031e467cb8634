import { HIGH, LOW, MED, type Canary, type Process, type Scenario, TINY, USUAL } from './scenario.ts';

const family = (name: string, process: Partial<Process>, canary: Canary = {}): Scenario => ({
  name: `A/A ${name}`,
  kind: 'HEALTHY',
  process: { perMinute: MED, errorRate: USUAL, ...process },
  canary,
  onsetSec: 0,
});

const during =
  (from: number, to: number, times: number) =>
  (sec: number): number =>
    sec >= from && sec < to ? times : 1;

/** Canaries that are no worse than what they replace: whoever rolls one back is wrong. */
export const HEALTHY: readonly Scenario[] = [
  family('tiny', { perMinute: TINY }),
  family('low', { perMinute: LOW }),
  family('med', {}),
  family('high', { perMinute: HIGH }),
  family('no errors in the baseline', { errorRate: 0.00001 }),
  family('baseline 0.4 %', { errorRate: 0.004 }),
  family('shared 3 % incident', { incident: during(300, 420, 30) }),
  family('50x shared incident', { incident: during(240, 600, 50) }),
  family('50x shared incident low', { perMinute: LOW, incident: during(240, 600, 50) }),
  family('shared error bursts', { errorBursts: true }),
  family('bursty traffic', { trafficShape: 2 }),
  family('sticky clumps med', { clump: 5 }),
  family('sticky clumps high', { perMinute: HIGH, clump: 5 }),
  family('instance stalls med', { stalls: true }),
  family('instance stalls high', { perMinute: HIGH, stalls: true }),
  family('diurnal drift', { drift: true }),
  family('host effect 5 %', { hostSd: 0.05 }),
  family('heavy tail', { latency: { tail: 0.02 } }),
  family('p99 near the limit', { latency: { median: 150 } }),
  family('heap warm-up', {}, { memory: (sec) => 6 * (1 - Math.exp(-sec / 150)) }),
  family('split 5 to 10 % half way', { share: (sec) => (sec < 300 ? 0.05 : 0.1) }),
];
