import type { PolicyJson } from '../../core/policy/read-policies.ts';
import type { Domain } from './field.ts';
import type { PlainPolicy } from './policy-set.ts';

const ANY = { op: 'All' } as const;

/**
 * The widest policies that anyone could add: one permit for everything, and one for each action. What holds with them
 * holds with any permits whatever, since those allow no request that these do not.
 */
export function permitEverything(domains: readonly Domain[]): readonly PlainPolicy[] {
  const permit = (action: PolicyJson['action']): PlainPolicy => ({
    effect: 'permit',
    json: { effect: 'permit', principal: ANY, action, resource: ANY, conditions: [] },
  });
  const each = domains.map(({ action }) => permit({ op: '==', entity: { type: 'Action', id: action } }));
  return [permit(ANY), ...each];
}
