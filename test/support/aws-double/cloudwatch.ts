import { serveJson, type Service } from './json-service.ts';

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

/** CloudWatch whose metrics are a function: what a version measured in a minute is said by the test. */
export async function startCloudWatch({ value, alarmsOn }: CloudWatchOptions): Promise<CloudWatchDouble> {
  const put: string[] = [];
  const service = await serveJson({
    GetMetricData: (input) => {
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
        return { Id, StatusCode: 'Complete', Timestamps: points.map(([t]) => t), Values: points.map(([, v]) => v) };
      });
      return { MetricDataResults: results };
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
