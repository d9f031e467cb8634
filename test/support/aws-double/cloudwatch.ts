import { serveJson, ServiceError, type Service } from './json-service.ts';

export type MetricQuestion = {
  readonly metric: string;
  readonly stat: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Milliseconds; [start, start + period). */
  readonly start: number;
  readonly periodSeconds: number;
};
export type CloudWatchOptions = {
  /** A period's value, null for no datapoint. */
  readonly value: (question: MetricQuestion) => number | null;
  readonly alarmsOn: (names: readonly string[]) => Promise<readonly string[]>;
  /** Datapoints in one answer; left out: all of them. Behind the last page everything is Complete. */
  readonly pageSize?: number;
  /** How a series ends, when not Complete. */
  readonly statusOf?: (id: string) => string;
  /** What is said of a whole answer. */
  readonly message?: string;
  /** Zones in which target groups had requests. */
  readonly zones?: () => readonly string[];
};
export type CloudWatchDouble = Service & {
  /** Every datapoint that was put, as `<namespace>/<metric>`. */
  readonly put: string[];
};

type Query = {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions?: { Name: string; Value: string }[] };
    readonly Period: number;
    readonly Stat: string;
  };
};

const MOST_QUERIES = 500;

/** CloudWatch whose metrics are a function: what a version measured in a minute is said by the test. */
export async function startCloudWatch({
  value,
  alarmsOn,
  pageSize = Infinity,
  statusOf = () => 'Complete',
  message,
  zones = () => [],
}: CloudWatchOptions): Promise<CloudWatchDouble> {
  const put: string[] = [];
  const service = await serveJson({
    GetMetricData: (input) => {
      if ((input['MetricDataQueries'] as Query[]).length > MOST_QUERIES) throw new ServiceError('ValidationError');
      const from = (input['StartTime'] as number) * 1000;
      const to = (input['EndTime'] as number) * 1000;
      const results = (input['MetricDataQueries'] as Query[]).map(({ Id, MetricStat }) => {
        const { Metric, Period, Stat } = MetricStat;
        const dimensions = Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
        const points: [number, number][] = [];
        for (let start = from; start < to; start += Period * 1000) {
          const question = { metric: Metric.MetricName, stat: Stat, dimensions, start, periodSeconds: Period };
          const v = value(question);
          if (v !== null) points.push([start / 1000, v]);
        }
        return { Id, points };
      });
      // Page by page through every series: a page holds some of each until it is full.
      const skip = Number(input['NextToken'] ?? 0);
      let left = pageSize;
      let passed = 0;
      const page = results.map(({ Id, points }) => {
        const some = points.slice(Math.max(0, skip - passed), Math.max(0, skip - passed) + left);
        const isWhole = passed + points.length <= skip + pageSize;
        passed += points.length;
        left -= some.length;
        return {
          Id,
          StatusCode: isWhole ? statusOf(Id) : 'PartialData',
          Timestamps: some.map(([t]) => t),
          Values: some.map(([, v]) => v),
        };
      });
      const next = skip + pageSize;
      return {
        MetricDataResults: page,
        ...(message === undefined ? {} : { Messages: [{ Code: 'Note', Value: message }] }),
        ...(next < passed ? { NextToken: String(next) } : {}),
      };
    },
    ListMetrics: ({ Namespace, MetricName, Dimensions }) => {
      const known = (Dimensions as { Name: string; Value?: string }[]).filter(({ Value }) => Value !== undefined);
      const metrics = zones().map((zone) => ({
        Namespace,
        MetricName,
        Dimensions: [...known, { Name: 'AvailabilityZone', Value: zone }],
      }));
      return { Metrics: metrics };
    },
    PutMetricData: ({ Namespace, MetricData }) => {
      for (const { MetricName } of MetricData as { MetricName: string }[])
        put.push(`${String(Namespace)}/${MetricName}`);
    },
    DescribeAlarms: async ({ AlarmNames }) => {
      const names = AlarmNames as string[];
      const on = await alarmsOn(names);
      return { MetricAlarms: names.map((n) => ({ AlarmName: n, StateValue: on.includes(n) ? 'ALARM' : 'OK' })) };
    },
  });
  return { ...service, put };
}
