import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Arm, History } from '../../core/contracts/measurement.ts';
import type { Past } from './metric-history.ts';
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
  /** Hours of the past by their start; a service's past is all of them together. */
  pastsOf(series: Series): readonly Past[];
  /** How requests come to a version. */
  readonly assignment: NonNullable<History['assignment']>;
  /** How the fleet of the running version can be looked at in two halves; left out where it cannot. */
  readonly halves?: FleetHalves;
}

/** Latencies, milliseconds, above which requests are counted to see whether they come in clumps. */
export type SlowCuts = Readonly<Record<'p50' | 'p95' | 'p99' | 'latAbs', number>>;
export interface FleetHalves {
  zones(client: CloudWatchClient): Promise<readonly string[]>;
  queries(zones: readonly string[], cuts: SlowCuts): readonly Query[];
  dispersionOf(series: Series, zones: readonly string[], cuts: SlowCuts): NonNullable<History['phi']>;
}

export const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/**
 * A cut as the bound of a CloudWatch statistic: no more digits than it takes, because a sum of binary fractions would
 * have twenty. The judge finds a cut again within a millionth (core/canary/count-latency.ts).
 */
export const bound = (cut: number): number => Number(cut.toPrecision(9));

/**
 * The counts of an arm with its latencies above the cuts, which are series `slow0`, `slow1`, … of `at`. A trimmed count
 * of nothing has no datapoint where the latencies themselves (`timed`) have one: that alone is a zero.
 */
export function withLatency(
  counts: Pick<Arm, 'requests' | 'errors'>,
  at: (name: string) => number | undefined,
  cuts: readonly number[],
): Arm | 'UNKNOWN' {
  const timed = at('timed');
  if (timed === undefined) return counts;
  const above = cuts.map((cut, i) => [String(cut), at(`slow${i}`) ?? 0] as const);
  if (!isCount(timed) || above.some(([, n]) => !isCount(n) || n > timed)) return 'UNKNOWN';
  // A latency that is counted in the minute after its request makes no bucket that contradicts itself.
  return {
    ...counts,
    latency: { countAbove: Object.fromEntries(above.map(([cut, n]) => [cut, Math.min(n, counts.requests)])) },
  };
}
