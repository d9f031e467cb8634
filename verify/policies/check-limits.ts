import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Tables } from './create-tables.ts';
import { type Domain, pointsOf, type Point } from './field.ts';
import type { Judge } from './judge.ts';
import type { Limit } from './limits.ts';
import { policySet, type PlainPolicy } from './policy-set.ts';
import { rowJudge, rowTables, speaksOf } from './row.ts';
import { decisiveFields, findPoint, spaceOf } from './search.ts';
import { FALSE, OPEN, TRUE, type Truth } from './truth.ts';

/** A request that a limit rules out and the policies allow; `decisive` are the fields without which they would not. */
export type Widening = { readonly domain: Domain; readonly point: Point; readonly decisive: readonly number[] };
export type LimitResult = { readonly limit: Limit; readonly points: number; readonly widening: Widening | null };

/** Each limit over every point of every domain that it speaks of. Throws InvalidInput for one that speaks of none. */
export function checkLimits(
  limits: readonly Limit[],
  policies: readonly PlainPolicy[],
  domains: readonly Domain[],
  tables: Tables,
): readonly LimitResult[] {
  const sets = new Map(domains.map((domain) => [domain, policySet(domain, policies, tables)]));
  return limits.map((limit) => {
    const about = domains.filter((domain) => speaksOf(limit, domain));
    if (about.length === 0)
      throw new InvalidInput(
        `schema: there is no action ${limit.on.join(', ')}; expected it, since Interlock asks for it`,
      );
    let widening: Widening | null = null;
    for (const domain of about) {
      const rows = rowTables(limit, domain);
      const set = sets.get(domain)!;
      const space = spaceOf(domain, [...set.tables, ...rows]);
      const claim = bothOf(rowJudge(rows), set.allowed);
      const point = findPoint(
        space,
        rows.map(({ reads }) => reads[0]!),
        claim,
      );
      if (point) widening ??= { domain, point, decisive: decisiveFields(space, point, claim) };
    }
    return { limit, points: about.reduce((n, domain) => n + pointsOf(domain), 0), widening };
  });
}

function bothOf(row: Judge, allowed: Judge): Judge {
  return (point): Truth => {
    const inRow = row(point);
    if (inRow === FALSE) return FALSE;
    const answer = allowed(point);
    return answer === TRUE && inRow === OPEN ? OPEN : answer;
  };
}
