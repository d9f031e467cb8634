import type { IssueFacts } from '../../core/contracts/facts.ts';
import type { BlobKey, ReleaseId } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { TrustEntry } from '../../core/contracts/trust-entry.ts';
import { EPOCH } from './course.ts';
import { SERVICES } from './settings.ts';
import type { Stores } from './stores.ts';
import { drawChange, FIRST, hex } from './truth.ts';
import { replayedChoices } from './choices.ts';

/** Deployed changes that make an author trusted (L2, 004-48). */
const DEPLOYED = 100;

const PAST: readonly Release[] = Array.from({ length: DEPLOYED }, (_, i) => {
  const at = EPOCH - (DEPLOYED - i) * 3_600_000;
  const wanted = { number: 0xa000 + i, on: FIRST, service: SERVICES[0]!, branch: `branch/past-${i}` };
  return {
    releaseId: `rel-${hex(i, 20)}` as ReleaseId,
    change: drawChange(replayedChoices([]), wanted, at).event,
    digest: FIRST.digest,
    configHash: FIRST.digest,
    openedAt: new Date(at).toISOString(),
    status: 'CLOSED',
    at: 'close-release',
    stop: null,
    outcome: 'DEPLOYED',
    closedAt: new Date(at + 1_800_000).toISOString(),
  };
});
const entryOf = ({ releaseId, change, closedAt }: Release): TrustEntry => ({
  releaseId,
  agent: change.submittedBy.id,
  repository: change.repository,
  change: change.change,
  riskClass: 'LOW',
  outcome: 'DEPLOYED',
  model: null,
  promptHash: null,
  closedAt: closedAt!,
});
const ISSUE: IssueFacts = {
  domain: 'general',
  previousResolutions: 0,
  rootCauseKnown: true,
  preventionKnown: true,
  solutionLength: 200,
  estimatedEffort: 0,
};
const ISSUE_BYTES = new TextEncoder().encode(JSON.stringify(ISSUE));

/**
 * maya has deployed a hundred changes of the shop without harm, `sameDomain` of them in the domain of all new ones: of
 * hers, policy may ask nobody.
 */
export function trustedPast(stores: Stores, sameDomain: number): void {
  for (const [i, release] of PAST.entries()) {
    stores.releases.set(release.releaseId, release);
    stores.past.add(release.releaseId);
    stores.trust.set(release.releaseId, entryOf(release));
    if (i < sameDomain) stores.blobs.set(`releases/${release.releaseId}/issue.json` as BlobKey, ISSUE_BYTES);
  }
}
