import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Target } from '../../core/contracts/target.ts';
import { awsCall } from './aws-errors.ts';

/** One series of AWS/Lambda: of one version beside another in a weighted alias, or of the alias as a whole. */
export type Query = {
  readonly id: string;
  readonly metric: 'Invocations' | 'Errors' | 'Duration';
  readonly stat: string;
  /** Lambda reports by version only while the alias has two of them. */
  readonly version: string | null;
};
/** By query id: milliseconds at which a period starts, to its value. */
export type Series = Readonly<Record<string, ReadonlyMap<number, number>>>;

const PAGES = 50;

/** Values of whole periods within [from, to), milliseconds. A period without data is not in its series. */
export async function querySeries(
  client: CloudWatchClient,
  { functionName, alias }: Pick<Target, 'functionName' | 'alias'>,
  queries: readonly Query[],
  { from, to, periodSeconds }: { readonly from: number; readonly to: number; readonly periodSeconds: number },
): Promise<Series> {
  const series = Object.fromEntries(queries.map(({ id }) => [id, new Map<number, number>()]));
  const MetricDataQueries = queries.map(({ id, metric, stat, version }): MetricDataQuery => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName: metric,
        Dimensions: [
          { Name: 'FunctionName', Value: functionName },
          { Name: 'Resource', Value: `${functionName}:${alias}` },
          ...(version === null ? [] : [{ Name: 'ExecutedVersion', Value: version }]),
        ],
      },
      Period: periodSeconds,
      Stat: stat,
    },
  }));
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await awsCall('CloudWatch GetMetricData', () =>
      client.send(
        new GetMetricDataCommand({
          MetricDataQueries,
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: 'TimestampAscending',
          NextToken,
        }),
      ),
    );
    for (const { Id = '', Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
      if (Timestamps.length !== Values.length)
        throw new Terminal('CloudWatch GetMetricData: found times without values');
      Timestamps.forEach((time, i) => series[Id]?.set(time.getTime(), Values[i]!));
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) return series;
  }
  throw new Terminal(`CloudWatch GetMetricData: more than ${PAGES} pages`);
}
