import type { Facts } from '../contracts/facts.ts';
import type { ReviewReport } from '../contracts/review-report.ts';

/** What the decision reads of a report. No report is an unavailable one. */
export function reviewFacts(report: ReviewReport | null): Facts['review'] {
  if (report === null || report.kind === 'UNAVAILABLE')
    return {
      status: 'UNAVAILABLE',
      riskScore: null,
      securityFindings: 0,
      breakingChanges: 0,
      autoApprovable: false,
      filesUnseen: report?.coverage.filesUnseen ?? [],
    };
  return {
    status: report.kind,
    riskScore: report.answer.risk_score,
    securityFindings: report.answer.security_findings.length,
    breakingChanges: report.answer.breaking_changes.length,
    autoApprovable: report.answer.auto_approvable,
    filesUnseen: report.coverage.filesUnseen,
  };
}
