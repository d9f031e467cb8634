import type { Arm, History } from '../../core/contracts/measurement.ts';
import type { Query, Series } from './metric-queries.ts';

/** CANARY and BASELINE while both versions take traffic; WHOLE once there is only the new one. */
export type ArmName = 'canary' | 'baseline' | 'whole';

/** How one kind of target is measured. What it cannot say for certain is UNKNOWN and never a zero. */
export interface MeasuredTarget {
  /** @param cuts milliseconds */
  armQueries(arm: ArmName, cuts: readonly number[]): readonly Query[];
  /** One minute of an arm, which begins at `start`, milliseconds. */
  armAt(series: Series, arm: ArmName, cuts: readonly number[], start: number): Arm | 'NOT_CALLED' | 'UNKNOWN';
  readonly historyQueries: readonly Query[];
  historyOf(series: Series): History;
}

export const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
