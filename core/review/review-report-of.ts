import type { Coverage, ModelAnswer, ReviewReport } from '../contracts/review-report.ts';
import { plainText } from '../decide/plain-text.ts';
import { parseAnswer } from './parse-answer.ts';

/** What the port Reviewer gives. */
export type ReviewerAnswer =
  | {
      readonly kind: 'ANSWER';
      readonly text: string;
      readonly model: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  | { readonly kind: 'UNAVAILABLE'; readonly why: string };

/**
 * The report of one review. UNAVAILABLE unless the answer is usable and at least one hunk was seen; REVIEWED only when
 * all were. A score of `riskScoreMax` or more (002-9) and any breaking change (002-10) take `auto_approvable` away,
 * whatever the model says.
 */
export function reviewReportOf(
  answer: ReviewerAnswer,
  coverage: Coverage,
  { promptHash, riskScoreMax }: { readonly promptHash: string; readonly riskScoreMax: number },
): ReviewReport {
  const unavailable = (why: string): ReviewReport => ({ kind: 'UNAVAILABLE', why: plainText(why, 1000), coverage });
  if (answer.kind === 'UNAVAILABLE') return unavailable(answer.why);
  const parsed = parseAnswer(answer.text);
  if (parsed.kind === 'MALFORMED') return unavailable(parsed.why);
  if (coverage.hunksSeen === 0) return unavailable('the reviewer saw no part of the diff');
  const complete = coverage.hunksSeen === coverage.hunksTotal && coverage.filesUnseen.length === 0;
  return {
    kind: complete ? 'REVIEWED' : 'PARTIAL',
    model: plainText(answer.model, 200),
    promptHash,
    answer: cautious(parsed.answer, riskScoreMax),
    coverage,
    inputTokens: answer.inputTokens,
    outputTokens: answer.outputTokens,
  };
}

function cautious(answer: ModelAnswer, riskScoreMax: number): ModelAnswer {
  const lines = (texts: readonly string[]) => texts.map((text) => plainText(text, 1000));
  return {
    risk_score: answer.risk_score,
    security_findings: lines(answer.security_findings),
    performance_concerns: lines(answer.performance_concerns),
    coverage_gaps: lines(answer.coverage_gaps),
    breaking_changes: lines(answer.breaking_changes),
    auto_approvable: answer.auto_approvable && answer.risk_score < riskScoreMax && answer.breaking_changes.length === 0,
    rationale: plainText(answer.rationale, 4000),
  };
}
