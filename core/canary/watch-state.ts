import type { JudgeConfig } from '../contracts/analysis.ts';
import type { History } from '../contracts/measurement.ts';
import type { BaselineBucket, CeilingId, Share } from './ceilings.ts';
import type { CountedTest } from './counted-test.ts';
import type { Phi } from './dispersion.ts';
import type { GaugeBlocks } from './gauge-blocks.ts';
import type { LatencyProofCounts } from './latency-proof.ts';
import type { LeakTest } from './leak-test.ts';
import type { Usual } from './latency-cuts.ts';
import type { TestId } from './spend.ts';

/** Requests and failed requests. */
export type Requests = { readonly requests: number; readonly errors: number };
/** Both arms in the buckets in which both had requests. */
export type Beside = { readonly canary: Requests; readonly baseline: Requests };

export type Signal = { readonly id: string; readonly atSec: number; readonly because: string };

/**
 * Everything the judge remembers of a watch, as plain JSON of bounded size: counts, and for each test the law of its
 * count, which is at most a few hundred numbers wide whatever the traffic and the length (counted-test.ts).
 */
export type WatchState = {
  readonly version: 2;
  readonly config: JudgeConfig;
  readonly history: History;
  readonly phi: Phi;
  readonly buckets: { readonly used: number; readonly rejected: number; readonly missing: number };
  readonly lastEndSec: number | null;
  readonly lastDurSec: number | null;
  /** Canary requests during warm-up, and after. */
  readonly warm: Requests;
  readonly canary: Requests;
  /** After warm-up; requests of the baseline beside the canary, 0 where there is none. */
  readonly beside: Beside;
  readonly usual: Usual;
  /** Baseline histogram from which unknown percentiles will be taken; null when none is needed (any more). */
  readonly reference: Readonly<Record<string, number>> | null;
  readonly tests: Readonly<Record<TestId, CountedTest>>;
  readonly latency: LatencyProofCounts;
  /** The baseline's buckets of the last minute, warm-up included, and its sums after warm-up. */
  readonly recent: readonly BaselineBucket[];
  readonly baselineOver: Readonly<Record<CeilingId, Share>>;
  readonly gauges: GaugeBlocks;
  readonly leak: LeakTest;
  /** The last three health checks of the canary, newest last; true is healthy. */
  readonly health: readonly boolean[];
  readonly latencySeen: 'NONE' | 'PERCENTILES' | 'COUNTS';
  /** Reasons why a crossed boundary was laid to the environment and not to the canary. */
  readonly environment: readonly string[];
  /** What failed the canary, in the order in which it did; empty while nothing has. */
  readonly signals: readonly Signal[];
};

export const NO_REQUESTS: Requests = { requests: 0, errors: 0 };

export function addRequests(a: Requests, b: Requests): Requests {
  return { requests: a.requests + b.requests, errors: a.errors + b.errors };
}
