import { checkLimits } from './check-limits.ts';
import type { Prover } from './create-prover.ts';
import { findDifference } from './find-difference.ts';
import { expectedIn } from './expected.ts';
import { LIMITS } from './limits.ts';
import type { Mutant } from './mutants.ts';
import { mayApply, policySet, type PlainPolicy } from './policy-set.ts';
import { speaksOf } from './row.ts';

/**
 * EQUIVALENT: no request is answered differently. LIMIT: a hard limit breaks. TABLE: no limit breaks, and the answers are
 * no longer what people wrote down. SURVIVED: answers changed and nothing noticed.
 */
export type Fate = 'EQUIVALENT' | 'LIMIT' | 'TABLE' | 'SURVIVED';
export type JudgedMutant = { readonly mutant: Mutant; readonly fate: Fate };

export function judgeMutants(
  { policies, domains, tables }: Prover,
  mutants: readonly Mutant[],
): readonly JudgedMutant[] {
  const base = domains.map((domain) => {
    const [was, expected] = [policySet(domain, policies, tables), expectedIn(domain)];
    return { domain, was, expected };
  });
  const fateOf = ({ of, policy }: Mutant): Fate => {
    const mutated = policies.flatMap<PlainPolicy>((p) => (p.id !== of ? p : (policy ?? [])));
    const touched = [...policies.filter(({ id }) => id === of), ...(policy ? [policy] : [])];
    const changed = base.flatMap(({ domain, was, expected }) => {
      if (!touched.some(({ json }) => mayApply(domain, json, tables))) return [];
      const is = policySet(domain, mutated, tables);
      return findDifference(domain, was, is) !== null ? [{ domain, is, expected }] : [];
    });
    if (changed.length === 0) return 'EQUIVALENT';
    const where = changed.map(({ domain }) => domain);
    const limits = LIMITS.filter((limit) => where.some((domain) => speaksOf(limit, domain)));
    if (checkLimits(limits, mutated, where, tables).some(({ widening }) => widening !== null)) return 'LIMIT';
    return changed.some(({ domain, is, expected }) => findDifference(domain, expected, is) !== null)
      ? 'TABLE'
      : 'SURVIVED';
  };
  return mutants.map((mutant) => ({ mutant, fate: fateOf(mutant) }));
}
