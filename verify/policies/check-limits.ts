import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Tables } from './create-tables.ts';
import type { Domain, Point } from './field.ts';
import type { Judge } from './judge.ts';
import type { Limit } from './limits.ts';
import { policySet, type PlainPolicy } from './policy-set.ts';
import { pointsIn, rowJudge, rowTables, speaksOf } from './row.ts';
import { decisiveFields, findPoint, spaceOf } from './search.ts';
import { FALSE, OPEN, TRUE, type Truth } from './truth.ts';

/**
 * A request that a limit rules out and the policies allow; `decisive` are the fields that the limit is about, and then
 * those without which the policies would not.
 */
export type Widening = { readonly domain: Domain; readonly point: Point; readonly decisive: readonly number[] };
/** `points` are the requests that the limit rules out, all of which were decided. */
export type LimitResult = { readonly limit: Limit; readonly points: number; readonly widening: Widening | null };

/** Each limit over every point of every domain that it speaks of. Throws InvalidInput for one that speaks of none. */
export function checkLimits(
  limits: readonly Limit[],
  policies: readonly PlainPolicy[],
  domains: readonly Domain[],
  tables: Tables,
): readonly LimitResult[] {
  const looked = domains.map((domain) => lookAt(limits, policies, domain, tables));
  return limits.map((limit) => {
    const about = looked.filter(({ domain }) => speaksOf(limit, domain));
    if (about.length === 0)
      throw new InvalidInput(
        `schema: there is no action ${limit.on.join(', ')}; expected it, since Interlock asks for it`,
      );
    let widening: Widening | null = null;
    let points = 0;
    for (const { domain, allowed, space } of about) {
      const rows = rowTables(limit, domain);
      points += pointsIn(domain, rows);
      const claim = bothOf(rowJudge(rows), allowed);
      const own = rows.map(({ reads }) => reads[0]!);
      const point = findPoint(space, claim);
      if (point === null) continue;
      const rest = decisiveFields(space, point, claim).filter((field) => !own.includes(field));
      widening ??= { domain, point, decisive: [...own, ...rest] };
    }
    return { limit, points, widening };
  });
}

/** The policies within a domain, and the values that they or any limit tell apart. */
function lookAt(limits: readonly Limit[], policies: readonly PlainPolicy[], domain: Domain, tables: Tables) {
  const set = policySet(domain, policies, tables);
  const rows = limits.filter((limit) => speaksOf(limit, domain)).flatMap((limit) => rowTables(limit, domain));
  return { domain, allowed: set.allowed, space: spaceOf(domain, [...set.tables, ...rows]) };
}

function bothOf(row: Judge, allowed: Judge): Judge {
  return (point): Truth => {
    const inRow = row(point);
    if (inRow === FALSE) return FALSE;
    const answer = allowed(point);
    return answer === TRUE && inRow === OPEN ? OPEN : answer;
  };
}
