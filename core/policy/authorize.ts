import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { cedarMessage } from './cedar-message.ts';
import type { CompiledPolicies } from './compile-policies.ts';

export type Entity = { readonly type: string; readonly id: string };
export type PolicyRequest = {
  readonly principal: Entity;
  readonly action: string;
  readonly resource: Entity;
  readonly context: cedar.Context;
};
/** `policies` are the ids that decided, sorted; `reasons` are their sentences in the same order, or why Cedar could not decide. */
export type PolicyAnswer = {
  readonly allowed: boolean;
  readonly policies: readonly string[];
  readonly reasons: readonly string[];
};

/**
 * Asks Cedar. Denied by default: without a permit, with any forbid, for a request that does not fit the schema, and when
 * any policy could not be evaluated (Cedar itself would skip that policy, which might be the forbid).
 */
export function authorize(compiled: CompiledPolicies, request: PolicyRequest): PolicyAnswer {
  const answer = cedar.statefulIsAuthorized({
    principal: request.principal,
    action: { type: 'Action', id: request.action },
    resource: request.resource,
    context: request.context,
    preparsedSchemaName: compiled.setName,
    preparsedPolicySetId: compiled.setName,
    validateRequest: true,
    entities: [],
  });
  if (answer.type === 'failure')
    return {
      allowed: false,
      policies: [],
      reasons: [`the policies could not be asked: ${cedarMessage(answer.errors)}`],
    };
  const { decision, diagnostics } = answer.response;
  const broken = diagnostics.errors.map(({ policyId }) => policyId).sort();
  if (broken.length > 0)
    return {
      allowed: false,
      policies: broken,
      reasons: broken.map((id) => `the policy "${id}" could not be evaluated`),
    };
  const policies = [...diagnostics.reason].sort();
  return {
    allowed: decision === 'allow',
    policies,
    reasons:
      policies.length === 0
        ? ['no policy permits it']
        : policies.map((id) => compiled.policies.get(id)?.reason ?? 'a policy without a reason'),
  };
}
