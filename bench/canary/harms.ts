import { type Canary, HIGH, LOW, MED, type Process, type Scenario, TINY, USUAL } from './scenario.ts';

const harm = (name: string, process: Partial<Process>, canary: Canary, onsetSec = 0): Scenario => ({
  name,
  kind: 'HARM',
  process: { perMinute: MED, errorRate: USUAL, ...process },
  canary,
  onsetSec,
});

const errors = (name: string, perMinute: number, canary: (usual: number) => number): Scenario => ({
  ...harm(name, { perMinute }, { errorRate: canary }),
  oracle: { usual: USUAL, harmed: canary(USUAL) },
});

const plus = (points: number) => (usual: number) => Math.min(1, usual + points / 100);
const times = (factor: number) => (usual: number) => Math.min(1, usual * factor);
/** Both arms fail 3 % in minutes 4 to 7. */
const incident = (sec: number) => (sec >= 240 && sec < 420 ? 30 : 1);

/** Canaries that do harm at or above the limits of a service (0.5 % errors, p99 800 ms, 80 % CPU, 85 % memory). */
export const HARMS: readonly Scenario[] = [
  errors('+0.5pp low', LOW, plus(0.5)),
  errors('+0.5pp med', MED, plus(0.5)),
  errors('+0.5pp high', HIGH, plus(0.5)),
  errors('x5 med', MED, times(5)),
  errors('x5 high', HIGH, times(5)),
  errors('+1pp low', LOW, plus(1)),
  errors('+1pp med', MED, plus(1)),
  errors('+2pp low', LOW, plus(2)),
  errors('+2pp med', MED, plus(2)),
  errors('+2pp high', HIGH, plus(2)),
  harm('+2pp from minute 6', {}, { errorRate: (usual, sec) => (sec < 360 ? usual : usual + 0.02) }, 360),
  harm('+2pp in a shared incident', { incident }, { errorRate: plus(2) }),
  harm('+2pp sticky clumps', { clump: 5 }, { errorRate: plus(2) }),
  harm('+5pp sticky clumps', { clump: 5 }, { errorRate: plus(5) }),
  errors('20 % errors tiny', TINY, () => 0.2),
  errors('total failure low', LOW, () => 1),
  errors('total failure med', MED, () => 1),
  harm('slow burn to 2 %', {}, { errorRate: (usual, sec) => usual + (0.02 * sec) / 600 }),
  harm('p99 x1.5 low', { perMinute: LOW }, { latencyTimes: 1.5 }),
  harm('p99 x1.5 med', {}, { latencyTimes: 1.5 }),
  harm('p99 x2 low', { perMinute: LOW }, { latencyTimes: 2 }),
  harm('p99 x2 med', {}, { latencyTimes: 2 }),
  harm('p99 x3 med', {}, { latencyTimes: 3 }),
  harm('tail-only p99 x2 high', { perMinute: HIGH }, { tailTimes: 2 }),
  harm('p99 x2 with instance stalls', { stalls: true }, { latencyTimes: 2 }),
  harm('memory leak 2 pp/min', {}, { memory: (sec) => (2 * sec) / 60 }),
  harm('memory leak 4 pp/min', {}, { memory: (sec) => (4 * sec) / 60 }),
  harm('CPU 85 %', {}, { cpu: () => 30 }),
  harm('CPU 85 % low', { perMinute: LOW }, { cpu: () => 30 }),
];
