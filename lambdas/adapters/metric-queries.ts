import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { Terminal, Transient } from '../../core/contracts/errors.ts';
import { awsCall } from './aws-errors.ts';

/** One series of a metric. */
export type Query = {
  readonly id: string;
  readonly namespace: string;
  readonly metric: string;
  readonly stat: string;
  readonly dimensions: Readonly<Record<string, string>>;
};
/** By query id: milliseconds at which a period starts, to its value. */
export type Series = Readonly<Record<string, ReadonlyMap<number, number>>>;

export type Times = { readonly from: number; readonly to: number; readonly periodSeconds: number };

/** The most that GetMetricData takes in one question. */
const MOST_QUERIES = 500;
const PAGES = 50;

/**
 * Values of whole periods within [from, to), milliseconds. A period without data is not in its series; a series that did
 * not come whole is an error, because what is missing from it would read as a zero.
 */
export async function querySeries(client: CloudWatchClient, queries: readonly Query[], times: Times): Promise<Series> {
  const series: Record<string, ReadonlyMap<number, number>> = {};
  for (let first = 0; first < queries.length; first += MOST_QUERIES)
    Object.assign(series, await askOnce(client, queries.slice(first, first + MOST_QUERIES), times));
  return series;
}

async function askOnce(
  client: CloudWatchClient,
  queries: readonly Query[],
  { from, to, periodSeconds }: Times,
): Promise<Series> {
  const series = Object.fromEntries(queries.map(({ id }) => [id, new Map<number, number>()]));
  const MetricDataQueries = queries.map(({ id, namespace, metric, stat, dimensions }): MetricDataQuery => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: stat,
    },
  }));
  const statusOf = new Map<string, string | undefined>();
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
    // It says so when it did not do everything that it was asked for, and answers the rest as if that were all.
    if (answer.Messages !== undefined && answer.Messages.length > 0)
      throw new Transient('CloudWatch GetMetricData: found a message about the answer, expected all of it');
    for (const { Id = '', Timestamps = [], Values = [], StatusCode } of answer.MetricDataResults ?? []) {
      statusOf.set(Id, StatusCode);
      if (Timestamps.length !== Values.length)
        throw new Terminal('CloudWatch GetMetricData: found times without values');
      Timestamps.forEach((time, i) => series[Id]?.set(time.getTime(), Values[i]!));
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) {
      assertWhole(queries, statusOf);
      return series;
    }
  }
  throw new Terminal(`CloudWatch GetMetricData: more than ${PAGES} pages`);
}

/** The last page that shows a series says whether all of it has come; `PartialData` before that is only a page's end. */
function assertWhole(queries: readonly Query[], statusOf: ReadonlyMap<string, string | undefined>): void {
  for (const { id } of queries) {
    const status = statusOf.get(id) ?? 'no answer';
    if (status === 'Complete') continue;
    const message = `CloudWatch GetMetricData: ${id}: found ${status}, expected Complete`;
    throw status === 'Forbidden' ? new Terminal(message) : new Transient(message);
  }
}
