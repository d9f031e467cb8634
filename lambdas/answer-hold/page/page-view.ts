import type { Analysis, JudgeConfig } from '../../../core/contracts/analysis.ts';
import type { AnalystWords } from '../../../core/contracts/analyst.ts';
import type { Facts, RiskClass } from '../../../core/contracts/facts.ts';
import type { GateResult } from '../../../core/contracts/gate-result.ts';
import type { Hold } from '../../../core/contracts/hold.ts';
import type { Bucket } from '../../../core/contracts/measurement.ts';
import type { ReviewReport } from '../../../core/contracts/review-report.ts';
import type { Verdict } from '../../../core/contracts/verdict.ts';
import type { HoldState } from '../../../core/hold/hold-state.ts';
import type { StepAhead } from '../../../core/hold/plan-ahead.ts';
import type { StagingCheck } from '../../../core/report/approval-mail.ts';

/**
 * Everything the page shows to the approver whose link was opened. Texts may be untrusted: the page escapes and bounds
 * them. Instants are ISO. What is null is shown as missing, never as fine.
 */
export type PageView = {
  readonly now: string;
  readonly state: HoldState;
  readonly hold: Pick<Hold, 'kind' | 'deadline' | 'silence' | 'noticeDelivered'>;
  /** The approver the link was made for. `isAuthor` may stop the release but not approve it. */
  readonly viewer: { readonly id: string; readonly isAuthor: boolean };
  readonly release: {
    readonly releaseId: string;
    readonly service: string;
    readonly repository: string;
    readonly change: string;
    readonly title: string;
    readonly description: string;
    readonly base: string;
    readonly head: string;
    readonly digest: string;
    readonly submittedBy: string;
  };
  readonly change: Pick<Facts['change'], 'files' | 'linesAdded' | 'linesRemoved' | 'signals' | 'authors' | 'trailers'>;
  readonly verdict: Pick<Verdict, 'confidence' | 'triggers' | 'policies' | 'because' | 'plan'> & {
    readonly riskClass: RiskClass;
  };
  readonly gates: readonly GateResult[];
  readonly review: ReviewReport | null;
  readonly staging: readonly StagingCheck[] | null;
  readonly canary: {
    readonly analysis: Analysis | null;
    readonly buckets: readonly Bucket[];
    readonly judge: JudgeConfig;
    /** From its first request to the decision, every prolongation included; null while not known. */
    readonly watchedSeconds: number | null;
  } | null;
  /** Words of a model on the figures of staging and canary; null where nobody asked for any. */
  readonly analyst: { readonly staging: AnalystWords | null; readonly canary: AnalystWords | null };
  readonly ahead: readonly StepAhead[];
};

/** What a person sent. */
export type PageForm = { readonly answer: 'approve' | 'reject'; readonly reason: string };

/** DONE: the answer is recorded. REFUSED carries a sentence for the person. UNKNOWN: there is no such link. */
export type PageAnswer =
  { readonly kind: 'DONE' } | { readonly kind: 'REFUSED'; readonly message: string } | { readonly kind: 'UNKNOWN' };

export type PageDeps = {
  /** Null for a link that was never made, whatever is wrong with it. Changes nothing. */
  readonly load: (linkText: string) => Promise<PageView | null>;
  readonly answer: (linkText: string, form: PageForm) => Promise<PageAnswer>;
  /** Told of faults; the person reads only that something went wrong. */
  readonly onError?: (error: unknown) => void;
};
