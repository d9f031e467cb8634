import type { Bucket } from '../contracts/measurement.ts';
import { count } from './figures.ts';
import { isSustained, pointsOver } from './gauges.ts';
import { isUnhealthy } from './health.ts';
import { isWarmUp, judgeTests } from './judge-tests.ts';
import type { Signal, WatchState } from './watch-state.ts';

/** What fails the canary now and did not before, the worst first. */
export function newSignals(state: WatchState, bucket: Bucket): readonly Signal[] {
  const found = [...healthSignals(state, bucket), ...testSignals(state), ...gaugeSignals(state)];
  return found
    .filter(({ id }) => !state.signals.some((s) => s.id === id))
    .map((signal) => ({ ...signal, atSec: bucket.endSec }));
}

type Found = Omit<Signal, 'atSec'>;

function healthSignals({ health, ...state }: WatchState, { endSec, canary }: Bucket): Found[] {
  const failed = canary.unhealthy ?? 0;
  if (isWarmUp({ health, ...state }, endSec) && failed > 0)
    return [
      { id: 'health', because: `${count(failed)} failed health ${failed === 1 ? 'check' : 'checks'} during warm-up` },
    ];
  return isUnhealthy(health) ? [{ id: 'health', because: '2 of the last 3 health checks failed' }] : [];
}

function testSignals(state: WatchState): Found[] {
  return judgeTests(state)
    .filter(({ fails }) => fails)
    .map(({ test, because }) => ({ id: test.id, because }));
}

function gaugeSignals({ minutes, config }: WatchState): Found[] {
  const over = pointsOver(minutes);
  const say = (what: string, points: number, limit: number) =>
    `${what} above ${limit} % in ${points} of the last ${minutes.length} one-minute points, the baseline not`;
  return [
    ...(isSustained(over.cpu) ? [{ id: 'cpu', because: say('CPU', over.cpu, config.cpuMax) }] : []),
    ...(isSustained(over.memory) ? [{ id: 'memory', because: say('memory', over.memory, config.memoryMax) }] : []),
  ];
}
