import type { Actor } from '../../core/contracts/actor.ts';
import type { AuditHead, AuditRecord, Json } from '../../core/contracts/audit-record.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { AuditLog } from '../ports.ts';

export const interlock: Actor = { id: 'interlock', kind: 'SYSTEM', authenticated: true };

type Fact = {
  /** Names the fact within the release; written once. */
  readonly key: string;
  readonly event: string;
  readonly rationale: string;
  readonly payload?: unknown;
  readonly actor?: Actor;
  readonly riskScore?: number | null;
};

/** Writes facts of one release. The payload passes through JSON, so only plain data is ever recorded. */
export function recorder(auditLog: AuditLog, release: Release): (fact: Fact) => Promise<AuditRecord> {
  const head = (riskScore: number | null): AuditHead => ({
    repository: release.change.repository,
    change: release.change.change,
    service: release.change.service,
    head: release.change.head,
    author: release.change.submittedBy.id,
    digest: release.digest,
    policyVersion: release.configHash ?? 'unknown',
    riskScore,
    traceId: release.releaseId,
  });
  return ({ key, event, rationale, payload, actor, riskScore }) =>
    auditLog.append(head(riskScore ?? null), {
      releaseId: release.releaseId,
      key,
      event,
      actor: actor ?? interlock,
      rationale: rationale.slice(0, 2000).toWellFormed(),
      payload: plain(payload ?? {}),
    });
}

/** Through JSON, so that only plain data is left; half a surrogate pair, which canonical JSON refuses, is replaced. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value, (_, v: unknown) => (typeof v === 'string' ? v.toWellFormed() : v))) as Json;
}
