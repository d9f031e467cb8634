import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { InvalidInput } from '../contracts/errors.ts';
import type { PolicyRequest } from './authorize.ts';
import { cedarMessage } from './cedar-message.ts';
import type { CompiledPolicies } from './compile-policies.ts';
import type { PolicyJson } from './read-policies.ts';

/** What Cedar says of one condition at one request. */
export type ConditionAnswer = 'TRUE' | 'FALSE' | 'ERROR';
export type AskConditions = (request: PolicyRequest) => readonly ConditionAnswer[];

/**
 * Asks Cedar about many conditions at once: each becomes a permit of its own, and the answer to a request names every
 * permit that is satisfied and every one that could not be evaluated. Answers come in the order of `conditions`. A
 * request that does not fit the schema of `compiled` throws InvalidInput.
 */
export function askConditions(
  { setName: schemaName }: CompiledPolicies,
  conditions: readonly Omit<PolicyJson, 'effect'>[],
): AskConditions {
  const permits = conditions.map((condition, i) => [`c${i}`, { ...condition, effect: 'permit' as const }] as const);
  const setName = JSON.stringify(['conditions', conditions]);
  const parsed = cedar.preparsePolicySet(setName, { staticPolicies: Object.fromEntries(permits) });
  if (parsed.type === 'failure') throw new InvalidInput(`policies: ${cedarMessage(parsed.errors)}`);
  return ({ principal, action, resource, context }) => {
    const answer = cedar.statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context,
      preparsedSchemaName: schemaName,
      preparsedPolicySetId: setName,
      validateRequest: true,
      entities: [],
    });
    if (answer.type === 'failure')
      throw new InvalidInput(`the policies could not be asked: ${cedarMessage(answer.errors)}`);
    const satisfied = new Set(answer.response.diagnostics.reason);
    const broken = new Set(answer.response.diagnostics.errors.map(({ policyId }) => policyId));
    return permits.map(([id]) => (broken.has(id) ? 'ERROR' : satisfied.has(id) ? 'TRUE' : 'FALSE'));
  };
}
