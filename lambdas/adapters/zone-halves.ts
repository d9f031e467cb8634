import { ListMetricsCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { splitDispersion, type Halves } from '../../core/canary/split-dispersion.ts';
import { awsCall } from './aws-errors.ts';
import { bound, isCount, type FleetHalves } from './measured-target.ts';
import type { Query, Series } from './metric-queries.ts';

const NAMESPACE = 'AWS/ApplicationELB';
const ZONE = 'AvailabilityZone';
const MS_PER_SECOND = 1000;
const PAGES = 10;

/**
 * A target group in two halves by availability zone: every second zone is in the other. A stalled instance shows in its
 * zone only, a burst that all users made in both. Where the load balancer sends requests across zones the halves share
 * their instances, and the factor says little more than 1, as if it were not known.
 */
export function zoneHalves(dimensions: Query['dimensions']): FleetHalves {
  return {
    zones: (client) => zonesOf(client, dimensions),
    queries: (zones, cuts) =>
      zones.flatMap((zone, i) => {
        const query = (name: string, metric: string, stat: string): Query => ({
          ...{ id: `zone${i}_${name}`, namespace: NAMESPACE, metric, stat },
          dimensions: { ...dimensions, [ZONE]: zone },
        });
        return [
          query('requests', 'RequestCount', 'Sum'),
          query('err', 'HTTPCode_Target_5XX_Count', 'Sum'),
          ...Object.entries(cuts).map(([id, ms]) =>
            query(id, 'TargetResponseTime', `TC(${bound(ms / MS_PER_SECOND)}:)`),
          ),
        ];
      }),
    dispersionOf(series, zones, cuts) {
      const factors = ['err', ...Object.keys(cuts)].map(
        (id) => [id, splitDispersion(pairsOf(series, zones, id))] as const,
      );
      return Object.fromEntries(factors.filter(([, factor]) => factor !== null));
    },
  };
}

/** Minute by minute; a count that is not sent is zero where the zone's requests were. */
function pairsOf(series: Series, zones: readonly string[], id: string): readonly Halves[] {
  const minutes = new Set(zones.flatMap((_, i) => [...(series[`zone${i}_requests`]?.keys() ?? [])]));
  const half = (at: number, which: number) => {
    const all = { requests: 0, events: 0 };
    for (let i = which; i < zones.length; i += 2) {
      const requests = series[`zone${i}_requests`]?.get(at) ?? 0;
      all.requests += requests;
      // Answered in the minute after: never more than were asked.
      all.events += Math.min(requests, series[`zone${i}_${id}`]?.get(at) ?? 0);
    }
    return all;
  };
  return [...minutes]
    .map((at) => ({ a: half(at, 0), b: half(at, 1) }))
    .filter(({ a, b }) => [a.requests, a.events, b.requests, b.events].every(isCount));
}

async function zonesOf(client: CloudWatchClient, dimensions: Query['dimensions']): Promise<readonly string[]> {
  const zones = new Set<string>();
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await awsCall('CloudWatch ListMetrics', () =>
      client.send(
        new ListMetricsCommand({
          Namespace: NAMESPACE,
          MetricName: 'RequestCount',
          Dimensions: [...Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })), { Name: ZONE }],
          NextToken,
        }),
      ),
    );
    for (const { Dimensions = [] } of answer.Metrics ?? [])
      for (const { Name, Value } of Dimensions) if (Name === ZONE && Value !== undefined) zones.add(Value);
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return [...zones].sort();
}
