/** Short names of the judge's tests for tables and pictures; an id that is not known stands for itself. */
const NAMES: Readonly<Record<string, string>> = {
  errRel: 'errors beside the baseline',
  errAbs: 'errors, ceiling',
  p50: 'p50 beside the baseline',
  p95: 'p95 beside the baseline',
  p99: 'p99 beside the baseline',
  latAbs: 'p99, ceiling',
  resp: 'response over a second',
  catastrophic: 'catastrophe in warm-up',
  leak: 'memory leak',
  cpu: 'CPU',
  memory: 'memory',
  health: 'health checks',
};

export function testName(id: string): string {
  return NAMES[id] ?? id;
}
