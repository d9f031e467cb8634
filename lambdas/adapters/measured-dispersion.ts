import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { History } from '../../core/contracts/measurement.ts';
import type { MeasuredTarget, SlowCuts } from './measured-target.ts';
import { querySeries } from './metric-queries.ts';

const PERIOD_SECONDS = 60;
/** A day of minutes: every hour of it, and a hundred times what the factor needs. */
const DAY_MS = 86_400_000;

/**
 * How much failed and slow requests of the running version come in clumps, from two halves of its fleet on the day that
 * ended at `to`, milliseconds. Undefined where the source has no halves; a factor is left out where it has too little.
 */
export async function measuredDispersion(
  client: CloudWatchClient,
  { halves }: MeasuredTarget,
  { past, ceilingMs, to }: { readonly past: History; readonly ceilingMs: number; readonly to: number },
): Promise<History['phi']> {
  const { p50, p95, p99 } = past;
  // Without a past that counts there is no day to look at.
  if (halves === undefined || p50 === null || p95 === null || p99 === null) return undefined;
  const zones = await halves.zones(client);
  if (zones.length < 2) return undefined;
  const cuts: SlowCuts = { p50, p95, p99, latAbs: ceilingMs };
  const times = { from: to - DAY_MS, to, periodSeconds: PERIOD_SECONDS };
  return halves.dispersionOf(await querySeries(client, halves.queries(zones, cuts), times), zones, cuts);
}
