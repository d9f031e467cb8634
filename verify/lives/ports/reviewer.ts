import type { Reviewer } from '../../../lambdas/ports.ts';
import type { Course } from '../course.ts';

const ANSWER = {
  risk_score: 2,
  security_findings: [],
  performance_concerns: [],
  coverage_gaps: [],
  breaking_changes: [],
  auto_approvable: true,
  rationale: 'Nothing stands out.',
};

const WORDS = { healthy: true, regressions: [] as string[], reasoning: 'No worse in any figure.' };

/** A model that finds nothing, is worried, talks nonsense, or is not there: of a change, and of the figures of a shift. */
export function createReviewer(course: Course): Reviewer {
  const { choices } = course;
  const answer = (text: string) =>
    ({ kind: 'ANSWER', text, model: 'some-model', inputTokens: 100, outputTokens: 50 }) as const;
  return {
    ask: async ({ system }) => {
      const isReview = system.includes('risk_score');
      if (!choices.odds(200)) return answer(JSON.stringify(isReview ? ANSWER : WORDS));
      switch (choices.pick(3)) {
        case 0:
          course.count(isReview ? 'review WORRIED' : 'analyst WORRIED');
          return answer(
            JSON.stringify(
              isReview
                ? { ...ANSWER, risk_score: 9, auto_approvable: false }
                : { ...WORDS, healthy: false, regressions: ['p99 rose'] },
            ),
          );
        case 1:
          return answer('I would rather not say.');
        default:
          return { kind: 'UNAVAILABLE', why: 'the model does not answer' };
      }
    },
  };
}
