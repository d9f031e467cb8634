import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Outcome } from '../../core/contracts/outcome.ts';
import type { Reason } from '../../core/contracts/reason.ts';

/** How a release stands, for whoever made the change. `because` is the verdict's tree, null before there is one. */
export type Standing = {
  readonly releaseId: ReleaseId;
  readonly change: Pick<ChangeSubmitted, 'source' | 'change' | 'service' | 'head' | 'at'>;
  readonly state: { readonly kind: 'RUNNING' | 'WAITING' } | { readonly kind: 'ENDED'; readonly outcome: Outcome };
  /** One line: where it is, what it waits for, why it ended. May hold untrusted text. */
  readonly headline: string;
  readonly because: Reason | null;
  /** The page of the release; null where there is none. */
  readonly link: string | null;
};

/** Tells the author where the change is. Sending the same standing again changes nothing; nothing is decided by it. */
export interface Feedback {
  report(standing: Standing): Promise<void>;
}
