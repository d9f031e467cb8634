import type { JudgeConfig } from '../contracts/analysis.ts';

/** Shortest time, s, over which the budget is spread, for a plan hardly longer than its warm-up. */
const SHORTEST_SPAN = 60;

/** Seconds over which the budget is planned to be spent: the watch after its warm-up. */
export function spanOf(config: Pick<JudgeConfig, 'plannedSec' | 'warmUpSec'>): number {
  return Math.max(SHORTEST_SPAN, config.plannedSec - config.warmUpSec);
}

/** A bucket that ends by then belongs to the warm-up. */
export function isWarmUp({ warmUpSec }: Pick<JudgeConfig, 'warmUpSec'>, endSec: number): boolean {
  return endSec <= warmUpSec;
}
