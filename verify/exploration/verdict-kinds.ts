import type { Facts } from '../../core/contracts/facts.ts';
import type { Plan, Verdict } from '../../core/contracts/verdict.ts';
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
    const kind: VerdictKind = {
      ...{ next, route, gatesPassed: passed(facts) },
      // Of the class only HIGH is asked for, and of a rejected change nothing.
      riskClass: route !== 'REJECT' && riskClass === 'HIGH' ? 'HIGH' : 'LOW',
      plan: route === 'REJECT' ? UNDONE : bare(plan),
    };
    kinds.set(JSON.stringify(kind), kind);
  }
  return [...kinds.values()];
}

const UNDONE: Plan = { kind: 'ROLL_OUT', rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: '' } };

/** Without its texts and its canary: its kind, and from where it may be undone. */
function bare(plan: Plan): Plan {
  if (plan.kind === 'RECORD_ONLY') return { ...plan, skipped: [], why: '' };
  return { kind: plan.kind, rollback: { class: 'CODE_ONLY', lastSafe: plan.rollback.lastSafe, why: '' } };
}

/** Said apart from `core/decide`, to compare with it. */
export function passed({ gates }: Facts): boolean {
  return (
    gates.status === 'PASSED' && gates.results.length > 0 && gates.results.every(({ status }) => status === 'PASSED')
  );
}
