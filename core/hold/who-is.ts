import type { Actor } from '../contracts/actor.ts';
import type { Config } from '../contracts/config.ts';
import type { Approver } from '../contracts/hold.ts';
import { iamActor } from '../contracts/iam-actor.ts';
import type { ServiceName } from '../contracts/ids.ts';

/**
 * Who an identity that AWS proved is to Interlock: the approver whose principal it is, else what its ARN stands for.
 * Null for what stands for nobody (an account's root, a federated user), which may do nothing.
 */
export function whoIs(config: Config, principal: string, homeAccount: string): Actor | null {
  const everybody = [config.approvers, ...Object.values(config.services).map((service) => service.approvers ?? [])];
  const approver = approverNamed(everybody.flat(), principal);
  if (approver !== null) return { id: approver.id, kind: 'PERSON', authenticated: true };
  const actor = iamActor(principal, homeAccount);
  return actor.authenticated ? actor : null;
}

/** The approver whose principal this is, character for character. */
export function approverNamed(approvers: readonly Approver[], principal: string): Approver | null {
  return approvers.find((approver) => approver.principal === principal) ?? null;
}

/** Who may approve changes of a service; nobody for one that is not configured. */
export function approversOf(config: Config, service: ServiceName): readonly Approver[] {
  const own = Object.hasOwn(config.services, service) ? config.services[service] : undefined;
  return own === undefined ? [] : (own.approvers ?? config.approvers);
}
