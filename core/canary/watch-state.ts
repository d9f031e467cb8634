import type { JudgeConfig } from '../contracts/analysis.ts';
import type { History } from '../contracts/measurement.ts';

/** What is counted of one arm. `timed` are requests whose latency is known; `slow` those above the tier's p99 ceiling. */
export type ArmCounts = {
  readonly requests: number;
  readonly errors: number;
  readonly timed: number;
  readonly slow: number;
  /** The same for the cut relative to the baseline, counted from the moment that cut is known. */
  readonly timedRelative: number;
  readonly slowRelative: number;
};

/** Both arms in the minutes in which both had requests. */
export type PairCounts = { readonly canary: ArmCounts; readonly baseline: ArmCounts };

/** Sum of a gauge's values weighted by seconds. */
export type GaugeSum = { readonly sum: number; readonly seconds: number };

export type Gauges = {
  readonly canaryCpu: GaugeSum;
  readonly canaryMemory: GaugeSum;
  readonly baselineCpu: GaugeSum;
  readonly baselineMemory: GaugeSum;
};

/** A finished one-minute point: whether the canary was over the limit while its baseline was not. Null: no data. */
export type MinutePoint = { readonly cpuOver: boolean | null; readonly memoryOver: boolean | null };

export type Signal = { readonly id: string; readonly atSec: number; readonly because: string };

/**
 * Everything the judge remembers of a watch: plain JSON of a few kB whatever the traffic and the length, because only
 * counts are kept. The one histogram in it is dropped as soon as the relative cut is fixed.
 */
export type WatchState = {
  readonly version: 1;
  readonly config: JudgeConfig;
  readonly history: History;
  readonly buckets: { readonly used: number; readonly rejected: number; readonly missing: number };
  readonly lastEndSec: number | null;
  readonly lastDurSec: number | null;
  /** During warm-up. */
  readonly warm: PairCounts;
  /** After warm-up: the canary in every bucket, and both arms in the buckets that both share. */
  readonly canary: ArmCounts;
  readonly pair: PairCounts;
  /** Milliseconds; null until known. */
  readonly relativeCut: number | null;
  /** Baseline histogram from which the relative cut will be taken; null when it is fixed. */
  readonly reference: Readonly<Record<string, number>> | null;
  /** Share of the false-rollback budget that belonged to the last look, 0 to 1. */
  readonly lookShare: number;
  /** Whether the baseline alone broke a limit in the last bucket. */
  readonly baselineHot: { readonly errors: boolean; readonly slow: boolean };
  /** The last three health checks of the canary, newest last; true is healthy. */
  readonly health: readonly boolean[];
  readonly minute: { readonly index: number; readonly gauges: Gauges } | null;
  readonly minutes: readonly MinutePoint[];
  readonly latencySeen: 'NONE' | 'PERCENTILES' | 'COUNTS';
  /** The tests that failed the canary, at the moment they did; empty while none has. */
  readonly signals: readonly Signal[];
};

export const NO_COUNTS: ArmCounts = {
  requests: 0,
  errors: 0,
  timed: 0,
  slow: 0,
  timedRelative: 0,
  slowRelative: 0,
};

export function addCounts(a: ArmCounts, b: ArmCounts): ArmCounts {
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    timed: a.timed + b.timed,
    slow: a.slow + b.slow,
    timedRelative: a.timedRelative + b.timedRelative,
    slowRelative: a.slowRelative + b.slowRelative,
  };
}
