import type { PolicyJson, ReadPolicy } from '../../core/policy/read-policies.ts';
import type { Table, Tables } from './create-tables.ts';
import type { Domain } from './field.ts';
import { atomsOf, formulaOf } from './formula.ts';
import { judgeOf, type Judge } from './judge.ts';
import { ERROR, FALSE, OPEN, TRUE, type Truth } from './truth.ts';

/** Policies within one domain: the tables that they rest on, and whether a request is allowed. */
export type PolicySet = { readonly tables: readonly Table[]; readonly allowed: Judge };
export type PlainPolicy = Pick<ReadPolicy, 'effect' | 'json'>;

export function policySet(domain: Domain, policies: readonly PlainPolicy[], tables: Tables): PolicySet {
  const inScope = policies.filter(({ json }) => mayApply(domain, json, tables));
  const formulas = inScope.map(({ effect, json }) => ({ effect, formula: formulaOf(json) }));
  const known = tables(
    domain,
    formulas.flatMap(({ formula }) => atomsOf(formula)),
  );
  const judges = formulas.map(({ effect, formula }) => ({ effect, judge: judgeOf(formula, domain, known) }));
  const of = (wanted: string) => judges.filter(({ effect }) => effect === wanted).map(({ judge }) => judge);
  return { tables: [...known.values()], allowed: combine(of('permit'), of('forbid')) };
}

/** Whether the scope of a policy lets it speak of any request of the domain. */
export function mayApply(domain: Domain, json: PolicyJson, tables: Tables): boolean {
  const scope = atomsOf(formulaOf({ ...json, conditions: [] }));
  return [...tables(domain, scope).values()].some(({ truths }) => truths.includes(TRUE));
}

/**
 * Cedar's definition, and ours where Cedar would go on without a policy: allowed when a permit is satisfied, no forbid is,
 * and no policy at all is an error (core/policy/authorize.ts).
 */
function combine(permits: readonly Judge[], forbids: readonly Judge[]): Judge {
  return (point) => {
    let open = false;
    for (const judge of forbids) {
      const truth = judge(point);
      if (truth === TRUE || truth === ERROR) return FALSE;
      if (truth === OPEN) open = true;
    }
    let permitted: Truth = FALSE;
    for (const judge of permits) {
      const truth = judge(point);
      if (truth === ERROR) return FALSE;
      if (truth === OPEN) open = true;
      if (truth === TRUE || (truth === OPEN && permitted === FALSE)) permitted = truth;
    }
    return permitted === TRUE && open ? OPEN : permitted;
  };
}
