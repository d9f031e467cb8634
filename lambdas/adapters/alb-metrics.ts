import { loadBalancerDimension, targetGroupDimension, type EcsTarget } from '../../core/contracts/ecs-target.ts';
import { bound, isCount, withLatency, type ArmName, type MeasuredTarget } from './measured-target.ts';
import type { Past } from './metric-history.ts';
import type { Query, Series } from './metric-queries.ts';
import { zoneHalves } from './zone-halves.ts';

/** The classes of answers that are no fault of the target. */
const FINE = ['2XX', '3XX', '4XX'] as const;
const CLASSES = [...FINE, '5XX'] as const;
const MS_PER_SECOND = 1000;

/**
 * What the load balancer measured of each target group: one version stands behind each. It sends a count only when it is
 * not zero, so a missing 5XX says nothing by itself. A request counts as an error unless an answer other than 5XX was
 * counted for it: a target that is gone or too slow gives none, and the load balancer's own 502 and 504 are not counted
 * by target group.
 */
export function albMetrics(target: EcsTarget, fromGroup: string): MeasuredTarget {
  const toGroup = target.targetGroupArns.find((arn) => arn !== fromGroup) ?? fromGroup;
  const ofGroup: Readonly<Record<ArmName, string>> = { canary: toGroup, baseline: fromGroup, whole: toGroup };
  const dimensionsOf = (group: string) => ({
    TargetGroup: targetGroupDimension(group),
    LoadBalancer: loadBalancerDimension(target.listenerArn),
  });
  const query = (id: string, metric: string, stat: string, group: string): Query => ({
    id,
    namespace: 'AWS/ApplicationELB',
    metric,
    stat,
    dimensions: dimensionsOf(group),
  });
  const counts = (name: string, group: string): readonly Query[] => [
    query(`${name}_requests`, 'RequestCount', 'Sum', group),
    ...CLASSES.map((code) => query(`${name}_${code}`, `HTTPCode_Target_${code}_Count`, 'Sum', group)),
  ];
  const pasts = target.targetGroupArns.map((group, i) => ({ name: `past${i}`, group }));
  return {
    armQueries: (arm, cuts) => [
      ...counts(arm, ofGroup[arm]),
      query(`${arm}_timed`, 'TargetResponseTime', 'SampleCount', ofGroup[arm]),
      ...cuts.map((cut, i) =>
        query(`${arm}_slow${i}`, 'TargetResponseTime', `TC(${bound(cut / MS_PER_SECOND)}:)`, ofGroup[arm]),
      ),
    ],
    armAt(series, arm, cuts, start) {
      const counted = countsAt(series, arm, start);
      if (counted === null) return 'NOT_CALLED';
      const { requests, errors } = counted;
      if (!isCount(requests) || !isCount(errors) || errors > requests) return 'UNKNOWN';
      const at = (name: string) => series[`${arm}_${name}`]?.get(start);
      return withLatency({ requests, errors }, at, cuts);
    },
    historyQueries: pasts.flatMap(({ name, group }) => [
      ...counts(name, group),
      ...['p50', 'p95', 'p99'].map((p) => query(`${name}_${p}`, 'TargetResponseTime', p, group)),
    ]),
    // Now the one group served and now the other: the past of the service is that of both.
    pastsOf: (series) => pasts.map(({ name }) => pastOf(series, name)),
    assignment: 'request',
    halves: zoneHalves(dimensionsOf(fromGroup)),
  };
}

/**
 * Null when nothing was counted. A request that was counted in one minute and answered in the next makes the answers
 * more than the requests there: the larger number stands for both, and no error is lost.
 */
function countsAt(series: Series, name: string, start: number): { requests: number; errors: number } | null {
  const at = (count: string) => series[`${name}_${count}`]?.get(start) ?? 0;
  const fine = FINE.reduce((sum, code) => sum + at(code), 0);
  const requests = Math.max(at('requests'), fine + at('5XX'));
  return requests === 0 ? null : { requests, errors: requests - fine };
}

function pastOf(series: Series, name: string): Past {
  const requests = new Map<number, number>();
  const errors = new Map<number, number>();
  for (const start of series[`${name}_requests`]?.keys() ?? []) {
    const counted = countsAt(series, name, start);
    if (counted === null) continue;
    requests.set(start, counted.requests);
    errors.set(start, counted.errors);
  }
  const inMs = (p: string) =>
    new Map([...(series[`${name}_${p}`] ?? [])].map(([at, value]) => [at, value * MS_PER_SECOND]));
  return { requests, errors, p50: inMs('p50'), p95: inMs('p95'), p99: inMs('p99') };
}
