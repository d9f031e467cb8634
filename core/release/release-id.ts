import { createHash } from 'node:crypto';
import type { ChangeSubmitted } from '../contracts/change-submitted.ts';
import { releaseIdSchema, type ReleaseId } from '../contracts/ids.ts';

/**
 * The release's id and its execution's name: derived from repository, change, service and head commit, so that a
 * duplicate event is no second release. JSON keeps the parts apart whatever characters they hold.
 */
export function releaseIdOf(event: Pick<ChangeSubmitted, 'repository' | 'change' | 'service' | 'head'>): ReleaseId {
  const parts = JSON.stringify([event.repository, event.change, event.service, event.head]);
  return releaseIdSchema.parse(`rel-${createHash('sha256').update(parts).digest('hex').slice(0, 20)}`);
}
