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

/** A model that finds nothing, is worried, talks nonsense, or is not there. */
export function createReviewer({ choices }: Course): Reviewer {
  const answer = (text: string) =>
    ({ kind: 'ANSWER', text, model: 'some-model', inputTokens: 100, outputTokens: 50 }) as const;
  return {
    ask: async () => {
      if (!choices.odds(200)) return answer(JSON.stringify(ANSWER));
      switch (choices.pick(3)) {
        case 0:
          return answer(JSON.stringify({ ...ANSWER, risk_score: 9, auto_approvable: false }));
        case 1:
          return answer('I would rather not say.');
        default:
          return { kind: 'UNAVAILABLE', why: 'the model does not answer' };
      }
    },
  };
}
