import { componentOfGate } from '../../core/budget/gate-charges.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { decide } from '../../core/decide/decide.ts';
import { compilePolicies } from '../../core/policy/compile-policies.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { gatherFacts } from './gather-facts.ts';

/** Gathers the facts, asks the core once, and records the verdict with the facts it was made from. */
export const createHandler = (deps: Deps) => async (input: { releaseId: ReleaseId }) => {
  const context = await releaseContext(deps, input.releaseId, 'decide');
  const { evidence, record, settings } = context;
  const gates = await deps.gates.result(input.releaseId);
  if (gates !== null) await evidence.put('gates', gates);
  await record({
    key: 'gates.ended',
    event: 'gates.ended',
    rationale: gates?.summary ?? 'no result came from the gates',
    payload: {
      status: gates?.status ?? 'MISSING',
      results: (gates?.results ?? []).map((r) => ({
        gate: r.gate,
        component: componentOfGate(r),
        status: r.status,
        findings: r.findings.length,
      })),
    },
  });
  // A repeated call must not decide anew on facts that moved on: the first verdict stands.
  let verdict = await evidence.find('verdict');
  if (verdict === null) {
    const gathered = await gatherFacts(deps, context, gates);
    await evidence.put('facts', gathered);
    verdict = decide(gathered, compilePolicies(settings.policies));
    await evidence.put('verdict', verdict);
  }
  const facts = await evidence.get('facts');
  await record({
    key: 'decision.made',
    event: 'decision.made',
    rationale: `${verdict.route}: ${verdict.because.observed}`,
    riskScore: facts.review.riskScore,
    payload: {
      route: verdict.route,
      next: verdict.next,
      confidence: verdict.confidence,
      riskClass: verdict.riskClass,
      plan: verdict.plan,
      triggers: verdict.triggers,
      policies: verdict.policies,
      profile: facts.profile,
      settings: facts.settings ?? null,
      trust: facts.trust.level,
      because: verdict.because,
    },
  });
  return { next: verdict.next };
};
