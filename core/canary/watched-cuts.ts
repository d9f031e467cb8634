import type { JudgeConfig } from '../contracts/analysis.ts';
import type { History } from '../contracts/measurement.ts';
import { passCut, pastCut, PERCENTILES, RESPONSE_MS, toleratedCut } from './latency-cuts.ts';

/**
 * Every latency, ms, above which the judge wants requests counted, ascending, each once: for a source that counts above
 * cuts instead of keeping a histogram.
 */
export function watchedCuts(config: JudgeConfig, history: History): readonly number[] {
  const usual = PERCENTILES.map((p) => history[p]).filter((ms): ms is number => ms !== null && ms > 0);
  const relative = usual.flatMap((ms) => [ms, toleratedCut(ms, config), pastCut(ms, config)]);
  return [...new Set([...relative, config.p99MsMax, RESPONSE_MS, passCut(history.p99 || null, config)])].sort(
    (a, b) => a - b,
  );
}
