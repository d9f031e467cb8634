import { judgeConfigSchema, type Analysis, type JudgeConfig } from '../../../core/contracts/analysis.ts';
import type { Arm, Bucket, History } from '../../../core/contracts/measurement.ts';
import { conclude } from '../../../core/canary/conclude.ts';
import { createWatch } from '../../../core/canary/create-watch.ts';
import { observe, type JudgeDecision } from '../../../core/canary/observe.ts';
import type { WatchState } from '../../../core/canary/watch-state.ts';

export const NO_HISTORY: History = { errorRate: null, p50: null, p95: null, p99: null };
export const HISTORY: History = { errorRate: 0, p50: 5, p95: 10, p99: 20 };

export function config(change: Partial<JudgeConfig> = {}): JudgeConfig {
  return judgeConfigSchema.parse(change);
}

/** An arm whose requests take 10 ms, `slow` of them `slowMs`. */
export function arm(requests: number, errors = 0, slow = 0, slowMs = 500, more: Partial<Arm> = {}): Arm {
  const bin = (ms: number) => Math.max(0, Math.floor(Math.log(ms) / Math.log(1.01)));
  return {
    requests,
    errors,
    latency: { bins: { [bin(10)]: requests - slow, [bin(slowMs)]: slow } },
    cpu: 20,
    memory: 30,
    healthChecks: 1,
    unhealthy: 0,
    ...more,
  };
}

/** Ten-second buckets from the start of the watch; `at` gives the arms of each by its number. */
export function buckets(n: number, at: (i: number) => Pick<Bucket, 'canary' | 'baseline'>): Bucket[] {
  return Array.from({ length: n }, (_, i) => ({ endSec: (i + 1) * 10, durSec: 10, ...at(i) }));
}

/** Observes them through JSON, as the state machine would, and concludes at the end of the last. */
export function watched(
  stream: readonly Bucket[],
  { judge = config(), history = HISTORY, atSec }: { judge?: JudgeConfig; history?: History; atSec?: number } = {},
): { state: WatchState; decisions: JudgeDecision[]; failedAt: number | null; analysis: Analysis } {
  let state = createWatch(judge, history);
  const decisions: JudgeDecision[] = [];
  for (const bucket of stream) {
    const answer = observe(JSON.parse(JSON.stringify(state)) as WatchState, bucket);
    state = answer.state;
    decisions.push(answer.decision);
  }
  const first = decisions.indexOf('FAIL');
  return {
    state,
    decisions,
    failedAt: first < 0 ? null : (stream[first]?.endSec ?? null),
    analysis: conclude(state, { atSec: atSec ?? stream.at(-1)?.endSec ?? 0 }),
  };
}
