import * as z from 'zod';
import type { AnalystQuestion, AnalystTest } from '../contracts/analyst-question.ts';
import { analystAnswerSchema } from '../contracts/analyst.ts';

/** As the port Reviewer asks for it. */
type Prompt = { readonly system: string; readonly user: string; readonly maxTokens: number };

/** The schema that the answer is parsed with, as the model is told it. */
const ANSWER_SCHEMA = JSON.stringify(z.toJSONSchema(analystAnswerSchema));

/** What each of the judge's tests asks (docs/canary.md); health, cpu and memory say it themselves. */
const MEANING: Readonly<Record<AnalystTest, string>> = {
  errRel: 'the new version fails a larger share of requests than the old one',
  errAbs: 'the new version fails more requests than the limit allows',
  p50: 'half of its requests are slower than those of the old one',
  p95: 'its slowest twentieth is slower',
  p99: 'its slowest hundredth is slower',
  latAbs: 'more requests than allowed are slower than the p99 limit',
  resp: 'more requests than allowed take longer than a second',
  catastrophic: 'it fails so many requests that nobody waits for the end of the warm-up',
  leak: 'its memory grows away from that of the old one',
  cpu: 'CPU above its limit for minutes, and not so on the old version',
  memory: 'memory above its limit for minutes, and not so on the old version',
  health: 'failed health checks',
  other: 'another test of the judge',
};

/** The one question of 000-24, with the limits of 000-20 to 000-23. The model has no tools and decides nothing. */
const SYSTEM = `A new version of a service served some traffic while it was measured. You are given the figures and nothing else, and answer one question: is the new version healthy, compared with the old version in the same minutes or, where there are none, with the past of production and the limits?

You compare error rate, latency (p50, p95, p99) and use of CPU and memory, and nothing else. Do not reason about what the service does or about its business. Do not predict what users will do. Do not give advice, on strategy or on anything else. Do not guess at causes that the figures do not show.

A statistical judge has looked at the same figures; "verdict" is its answer. It decides, with people; you can neither let a version through nor stop one. You word for people what the figures show, and you say when something in them looks like a regression that the verdict does not name: a worsening towards the end of "course", a percentile that moved while the others did not, memory that only grows. Differences that few requests or chance explain are none. null means not measured: it is neither good nor bad. Rates are from 0 to 1.

healthy: false only where you can name a regression by its figures. regressions: each in one sentence with its figures, none when healthy. reasoning: two to five plain sentences for people who did not see the figures.

Answer with exactly one JSON object of this schema and nothing else:
${ANSWER_SCHEMA}`;

/** Where there is no traffic of users to compare in, 002-19 compares with what is known of production. */
const STAGING =
  'This was staging: its traffic is small and made by checks. Compare with "past", which is production\'s own, and with the limits.';

export function analystPrompt(question: AnalystQuestion, maxTokens: number): Prompt {
  const tests = [...new Set(question.tests.map(({ test }) => test))].map((test) => `${test}: ${MEANING[test]}`);
  const user = [
    ...(question.phase === 'STAGING' ? [STAGING] : []),
    ...(tests.length > 0 ? [`The judge's tests. ${tests.join('; ')}.`] : []),
    JSON.stringify(question),
    'Answer with the JSON object only.',
  ].join('\n');
  return { system: SYSTEM, user, maxTokens };
}
