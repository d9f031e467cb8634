import type { AuditEntry, AuditHead } from '../../core/contracts/audit-record.ts';
import type { Hold } from '../../core/contracts/hold.ts';
import type { BlobKey, CommitSha, Digest, ReleaseId, ServiceName } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { Permit } from '../../lambdas/ports.ts';

/** Values of the contracts for every suite; `n` makes one different from the next. */
export const releaseIdOf = (n: number) => `rel-${n.toString(16).padStart(20, '0')}` as ReleaseId;
export const digestOf = (n: number) => `sha256:${n.toString(16).padStart(64, '0')}` as Digest;
export const commitOf = (n: number) => n.toString(16).padStart(40, '0') as CommitSha;
export const service = (name = 'shop') => name as ServiceName;
export const blobKey = (key: string) => key as BlobKey;
export const T0 = '2026-01-05T10:00:00.000Z';

export const auditHead: AuditHead = {
  repository: 'shop',
  change: 'branch/faster',
  service: 'shop',
  head: commitOf(7),
  author: 'dev@example.com',
  digest: digestOf(7),
  policyVersion: digestOf(1),
  riskScore: null,
  traceId: 'trace',
};

export const auditEntry = (releaseId: string, key: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  releaseId,
  key,
  event: 'test.event',
  actor: { id: 'interlock', kind: 'SYSTEM', authenticated: true },
  rationale: `why ${key}`,
  payload: { key, list: [1, 2.5, 'é', null, true] },
  ...more,
});

export const release = (n: number, more: Partial<Release> = {}): Release => ({
  releaseId: releaseIdOf(n),
  change: {
    kind: 'change.submitted',
    version: 1,
    source: { kind: 'LOCAL', path: '/srv/shop' },
    repository: 'shop',
    change: 'branch/faster',
    service: service(),
    base: commitOf(1),
    head: commitOf(n),
    title: 'Faster search',
    description: '',
    submittedBy: { id: 'dev@example.com', kind: 'PERSON', authenticated: true },
    trigger: 'CLI',
    at: T0,
  },
  digest: null,
  configHash: null,
  openedAt: T0,
  status: 'OPEN',
  at: 'open-release',
  stop: null,
  outcome: null,
  closedAt: null,
  ...more,
});

export const hold = (holdId: string, more: Partial<Hold> = {}): Hold => ({
  holdId,
  kind: 'APPROVAL',
  subject: { releaseId: releaseIdOf(1), head: commitOf(1), digest: digestOf(1), configHash: digestOf(2) },
  openedAt: T0,
  deadline: '2026-01-06T10:00:00.000Z',
  silence: 'CANCEL',
  approvers: [{ id: 'ada', email: 'ada@example.com' }],
  authors: ['dev@example.com'],
  noticeDelivered: false,
  status: { kind: 'OPEN' },
  ...more,
});

export const permit = (n: number, more: Partial<Permit> = {}): Permit => ({
  releaseId: releaseIdOf(n),
  service: service(),
  head: commitOf(n),
  digest: digestOf(n),
  fence: 1,
  issuedAt: Date.parse(T0),
  expiresAt: Date.parse(T0) + 300_000,
  consumedBy: null,
  ...more,
});
