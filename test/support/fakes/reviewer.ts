import type { AnalystAnswer } from '../../../core/contracts/analyst.ts';
import type { ModelAnswer } from '../../../core/contracts/review-report.ts';
import type { Reviewer, ReviewAnswer, ReviewPrompt } from '../../../lambdas/ports.ts';

export type FakeReviewer = Reviewer & { readonly asked: ReviewPrompt[]; says: ReviewAnswer };

export const harmless: ModelAnswer = {
  risk_score: 2,
  security_findings: [],
  performance_concerns: [],
  coverage_gaps: [],
  breaking_changes: [],
  auto_approvable: true,
  rationale: 'Nothing stands out.',
};

export const answer = (says: Partial<ModelAnswer> = {}): ReviewAnswer => ({
  kind: 'ANSWER',
  text: JSON.stringify({ ...harmless, ...says }),
  model: 'some-model',
  inputTokens: 100,
  outputTokens: 50,
});

/** An analyst's answer, as the model writes it. */
export const analysis = (says: Partial<AnalystAnswer> = {}): ReviewAnswer => ({
  kind: 'ANSWER',
  text: JSON.stringify({ healthy: true, regressions: [], reasoning: 'No worse in any figure.', ...says }),
  model: 'some-model',
  inputTokens: 900,
  outputTokens: 80,
});

/** A model that gives the same answer until a test sets another. */
export function fakeReviewer(): FakeReviewer {
  const asked: ReviewPrompt[] = [];
  const reviewer: FakeReviewer = {
    asked,
    says: answer(),
    ask: async (prompt) => {
      asked.push(prompt);
      return reviewer.says;
    },
  };
  return reviewer;
}
