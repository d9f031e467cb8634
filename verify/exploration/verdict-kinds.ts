import type { Facts } from '../../core/contracts/facts.ts';
import type { Verdict } from '../../core/contracts/verdict.ts';
import { decide } from '../../core/decide/decide.ts';
import type { CompiledPolicies } from '../../core/policy/compile-policies.ts';
import { factsGrid } from './facts-grid.ts';

/** What the steps after the decision read of a verdict, and whether the gates that it was made on had passed. */
export type VerdictKind = Pick<Verdict, 'next' | 'route' | 'riskClass' | 'plan'> & { readonly gatesPassed: boolean };

/** Every kind of verdict that `decide` gives anywhere on the grid of facts, once. */
export function verdictKinds(policies: CompiledPolicies): readonly VerdictKind[] {
  const kinds = new Map<string, VerdictKind>();
  for (const facts of factsGrid()) {
    const { next, route, riskClass, plan } = decide(facts, policies);
    // Of the class only HIGH is asked for, of the plan its kind, and of a rejected change nothing.
    const known = route === 'REJECT' ? {} : { plan: { ...plan, why: '', skipped: [] }, high: riskClass === 'HIGH' };
    const kind: VerdictKind = {
      ...{ next, route, gatesPassed: passed(facts) },
      riskClass: known.high === true ? 'HIGH' : 'LOW',
      plan: known.plan?.kind === 'RECORD_ONLY' ? known.plan : { kind: 'ROLL_OUT' },
    };
    kinds.set(JSON.stringify(kind), kind);
  }
  return [...kinds.values()];
}

/** Said apart from `core/decide`, to compare with it. */
export function passed({ gates }: Facts): boolean {
  return (
    gates.status === 'PASSED' && gates.results.length > 0 && gates.results.every(({ status }) => status === 'PASSED')
  );
}
