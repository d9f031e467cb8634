/**
 * Dollars in us-east-1 without free tiers; on-demand and standard classes; arm64. The price and the counting of state
 * transitions were read on AWS' own page in November 2026; compare the others with aws.amazon.com/<service>/pricing.
 */
export const PRICES = {
  /** step-functions: each state that is entered, retries included, of nested executions too. */
  transition: 0.025 / 1000,
  /** lambda */
  lambdaCall: 0.2 / 1_000_000,
  lambdaGbSecond: 0.0000133334,
  /** dynamodb: on demand; a transactional request is two units for each item. */
  writeUnit: 0.625 / 1_000_000,
  readUnit: 0.125 / 1_000_000,
  /** s3 */
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  /** eventbridge: custom events, and one-time schedules */
  event: 1 / 1_000_000,
  schedule: 1 / 1_000_000,
  /** cloudwatch: GetMetricData by the metric asked for, the others by the request */
  metricRead: 0.01 / 1000,
  cloudWatchCall: 0.01 / 1000,
  /** ses */
  mail: 0.1 / 1000,
  alarmMonth: 0.1,
  compositeAlarmMonth: 0.5,
  customMetricMonth: 0.3,
  dashboardMonth: 3,
  secretMonth: 0.4,
} as const;
