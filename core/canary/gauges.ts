import type { JudgeConfig } from '../contracts/analysis.ts';
import type { Bucket } from '../contracts/measurement.ts';
import type { Gauges, GaugeSum, MinutePoint, WatchState } from './watch-state.ts';

/** CPU and memory fail in 3 of 5 one-minute points (K7). */
const POINTS = 5;
const OVER = 3;
const EMPTY: GaugeSum = { sum: 0, seconds: 0 };

type Minutes = Pick<WatchState, 'minute' | 'minutes'>;

/** Adds a bucket to the one-minute points; a point is finished when its minute is over. */
export function addGauges({ minute, minutes }: Minutes, bucket: Bucket, config: JudgeConfig): Minutes {
  const index = Math.ceil(bucket.endSec / 60) - 1;
  const left = minute !== null && minute.index !== index;
  const before = left ? finish(minutes, minute.gauges, config) : minutes;
  const old = left ? null : (minute?.gauges ?? null);
  const { canary, baseline, durSec } = bucket;
  const gauges: Gauges = {
    canaryCpu: add(old?.canaryCpu, canary.cpu, durSec),
    canaryMemory: add(old?.canaryMemory, canary.memory, durSec),
    baselineCpu: add(old?.baselineCpu, baseline?.cpu, durSec),
    baselineMemory: add(old?.baselineMemory, baseline?.memory, durSec),
  };
  return bucket.endSec >= (index + 1) * 60
    ? { minute: null, minutes: finish(before, gauges, config) }
    : { minute: { index, gauges }, minutes: before };
}

/** Points over the limit among the last five. */
export function pointsOver(minutes: readonly MinutePoint[]): { cpu: number; memory: number } {
  return {
    cpu: minutes.filter((m) => m.cpuOver === true).length,
    memory: minutes.filter((m) => m.memoryOver === true).length,
  };
}

export function isSustained(points: number): boolean {
  return points >= OVER;
}

function add(sum: GaugeSum = EMPTY, value: number | null | undefined, seconds: number): GaugeSum {
  if (value === null || value === undefined || !Number.isFinite(value)) return sum;
  return { sum: sum.sum + value * seconds, seconds: sum.seconds + seconds };
}

function finish(minutes: readonly MinutePoint[], g: Gauges, config: JudgeConfig): readonly MinutePoint[] {
  const point: MinutePoint = {
    cpuOver: isOver(g.canaryCpu, g.baselineCpu, config.cpuMax),
    memoryOver: isOver(g.canaryMemory, g.baselineMemory, config.memoryMax),
  };
  return [...minutes, point].slice(-POINTS);
}

function isOver(canary: GaugeSum, baseline: GaugeSum, limit: number): boolean | null {
  const value = mean(canary);
  if (value === null) return null;
  return value > limit && !((mean(baseline) ?? 0) > limit);
}

function mean({ sum, seconds }: GaugeSum): number | null {
  return seconds > 0 ? sum / seconds : null;
}
