import type { MetricQuestion } from '../../support/aws-double/cloudwatch.ts';
import type { AliasUpdate } from '../../support/aws-double/codedeploy.ts';

type Weights = { readonly from: number; readonly main: string; readonly weights: Readonly<Record<string, number>> };

/** Of the shop, over all its versions. */
const REQUESTS_A_MINUTE = 6000;
/** Of any version: below the one percent at which the p99 would be over the ceiling. */
const SLOW_SHARE = 0.002;
const MINUTE_MS = 60_000;

/**
 * Invented users of a guarded function: what CloudWatch would count of them in a minute, from the weights that the
 * function's alias really had in that minute. Versions in `failing`, as `<function>:<alias>/<version>`, fail a fifth of
 * their requests.
 */
export function createTraffic(now: () => number) {
  const aliases = new Map<string, Weights[]>();
  const failing = new Set<string>();

  /** A version's part of an alias's traffic in a minute, 0 to 1. */
  const shareIn = (alias: readonly Weights[], version: string, start: number): number => {
    const end = start + MINUTE_MS;
    return alias.reduce((sum, { from, main, weights }, i) => {
      const until = alias[i + 1]?.from ?? Infinity;
      const part = Math.max(0, Math.min(until, end) - Math.max(from, start)) / MINUTE_MS;
      const others = Object.values(weights).reduce((a, b) => a + b, 0);
      return sum + part * (version === main ? 1 - others : (weights[version] ?? 0));
    }, 0);
  };
  const versionsIn = (alias: readonly Weights[], start: number): readonly string[] => {
    const names = new Set(alias.flatMap(({ main, weights }) => [main, ...Object.keys(weights)]));
    return [...names].filter((name) => shareIn(alias, name, start) > 0);
  };
  const countsOf = (name: string, alias: readonly Weights[], version: string, start: number) => {
    const requests = Math.round(REQUESTS_A_MINUTE * shareIn(alias, version, start));
    return {
      requests,
      errors: failing.has(`${name}/${version}`) ? Math.round(requests / 5) : Math.round(requests / 1000),
    };
  };

  return {
    /** Names the version that serves before any deployment. */
    serves: (functionName: string, alias: string, version: string) =>
      void aliases.set(`${functionName}:${alias}`, [{ from: 0, main: version, weights: {} }]),
    moved: ({ functionName, alias, version, weights }: AliasUpdate) =>
      void aliases.get(`${functionName}:${alias}`)?.push({ from: now(), main: version, weights }),
    fail: (alias: string, version: string) => void failing.add(`${alias}/${version}`),
    value({ metric, stat, dimensions, start, periodSeconds }: MetricQuestion): number | null {
      const name = dimensions['Resource'] ?? '';
      const alias = aliases.get(name);
      // The past of the shop before this run is not known.
      if (alias === undefined || periodSeconds !== 60 || start + MINUTE_MS > now()) return null;
      const asked = dimensions['ExecutedVersion'];
      const served = versionsIn(alias, start);
      // Lambda reports by version only while the alias has two.
      if (asked !== undefined && (served.length < 2 || !served.includes(asked))) return null;
      const counts = (asked === undefined ? served : [asked]).map((version) => countsOf(name, alias, version, start));
      const sum = (of: 'requests' | 'errors') => counts.reduce((total, count) => total + count[of], 0);
      if (metric === 'Errors') return sum('errors');
      return stat.startsWith('TC(') ? Math.round(sum('requests') * SLOW_SHARE) : sum('requests');
    },
  };
}
export type Traffic = ReturnType<typeof createTraffic>;
