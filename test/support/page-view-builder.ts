import { judgeConfigSchema } from '../../core/contracts/analysis.ts';
import type { Bucket, Latency } from '../../core/contracts/measurement.ts';
import type { Reason, ReasonStatus } from '../../core/contracts/reason.ts';
import type { PageView } from '../../lambdas/answer-hold/page/page-view.ts';
import { LARGER } from './a-canary-plan.ts';

const node = (
  rule: string,
  status: ReasonStatus,
  observed: string,
  required = '',
  children: readonly Reason[] = [],
): Reason => ({ rule, status, observed, required, children });

/** A decision that asks for a person for two reasons. */
export function someReasons(): Reason {
  return node('decision', 'PERSON', 'a person is asked', '', [
    node('gates', 'OK', '4 of 4 passed', 'all passed'),
    node('review', 'NOTE', 'risk score 4.5', 'below 7'),
    node('triggers', 'PERSON', '2 rules ask for a person', 'none', [
      node('first-time-resolution', 'PERSON', 'nobody has solved this kind of issue before', 'at least 1 resolution'),
      node('schema-change', 'PERSON', 'migrations/002_add_currency.sql', 'no schema change'),
      node('many-files', 'OK', '6 files', 'at most 10'),
    ]),
    node('confidence', 'PERSON', '0.60', 'at least 0.90 without a person'),
  ]);
}

/** Ten minutes in buckets of 10 s: 50 requests a second, 5 % of them to the canary; the same numbers every time. */
export function someBuckets(canaryErrors: (i: number) => number = (i) => (i % 17 === 3 ? 1 : 0)): readonly Bucket[] {
  return Array.from({ length: 60 }, (_, i) => ({
    endSec: (i + 1) * 10,
    durSec: 10,
    canary: { requests: 24 + (i % 5), errors: canaryErrors(i), latency: latencies(24 + (i % 5), i % 9 === 0 ? 1 : 0) },
    baseline: { requests: 470 + (i % 9), errors: i % 3, latency: latencies(470 + (i % 9), 2 + (i % 2)) },
  }));
}

/** Mostly 12 ms, a tenth 27 ms and `slow` requests of 97 ms. */
function latencies(requests: number, slow: number): Latency {
  const tenth = Math.floor(requests / 10);
  return { bins: { '250': requests - tenth - slow, '330': tenth, '460': slow } };
}

/** An open approval with every kind of evidence. */
export function aPageView(changes: Partial<PageView> = {}): PageView {
  return {
    now: '2026-01-05T10:20:00.000Z',
    state: { kind: 'OPEN' },
    hold: { kind: 'APPROVAL', deadline: '2026-01-06T10:00:00.000Z', silence: 'CANCEL', noticeDelivered: true },
    viewer: { id: 'ann', isAuthor: false },
    release: {
      releaseId: `rel-${'1'.repeat(20)}`,
      service: 'shop',
      repository: 'example/shop',
      change: 'branch/currency',
      title: 'Show prices in the currency of the customer',
      description: 'Adds a currency column and converts at display time.\n\nRates come from the daily table.',
      base: '0'.repeat(40),
      head: 'a1b2c3d4'.repeat(5),
      digest: `sha256:${'5e'.repeat(32)}`,
      submittedBy: 'carl',
    },
    change: {
      files: 6,
      linesAdded: 184,
      linesRemoved: 22,
      signals: [
        { kind: 'schema-change', files: ['migrations/002_add_currency.sql'], detail: 'adds a column' },
        { kind: 'source', files: ['src/price.js', 'src/cart.js'], detail: 'code that runs' },
      ],
      authors: ['carl@example.org'],
      trailers: [{ key: 'Agent-By', value: 'some-agent/1.2' }],
    },
    verdict: {
      riskClass: 'HIGH',
      confidence: 60,
      triggers: ['first-time-resolution', 'schema-change'],
      policies: ['conservative.person'],
      because: someReasons(),
      plan: {
        kind: 'ROLL_OUT',
        rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' },
        canary: LARGER,
      },
    },
    gates: [
      { gate: 'lint', stage: 'fast', status: 'PASSED', summary: '', findings: [], seconds: 4 },
      { gate: 'secrets', stage: 'fast', status: 'PASSED', summary: 'nothing found', findings: [], seconds: 1 },
      {
        gate: 'tests',
        stage: 'tests',
        status: 'PASSED',
        summary: '48 tests passed',
        findings: [
          {
            category: 'test',
            severity: 'warning',
            rule: 'slow-test',
            message: 'one test took 3 s',
            file: 'test/cart.test.js',
            line: 41,
          },
        ],
        seconds: 71,
      },
    ],
    review: {
      kind: 'PARTIAL',
      model: 'some-model-v1',
      promptHash: `sha256:${'d'.repeat(64)}`,
      answer: {
        risk_score: 4.5,
        security_findings: [],
        performance_concerns: ['The rate table is read on every request.'],
        coverage_gaps: ['No test for a currency without a rate.'],
        breaking_changes: [],
        auto_approvable: false,
        rationale: 'The migration is additive. A missing rate would show a price of 0.',
      },
      coverage: { hunksSeen: 11, hunksTotal: 12, filesUnseen: ['package-lock.json'] },
      inputTokens: 5200,
      outputTokens: 410,
    },
    staging: [
      { name: 'health', kind: 'service-health', passed: true, detail: 'answered 30 of 30 times' },
      { name: 'products', kind: 'functional', passed: true, detail: '200 in 12 ms' },
      { name: 'p99 below 800 ms', kind: 'performance', passed: true, detail: '48 ms' },
    ],
    canary: {
      analysis: {
        verdict: 'PASS',
        decidedAtSec: 600,
        headline: '1,560 canary requests with 4 errors (0.26 %) beside 0.21 % of the running version: no worse.',
        tests: [],
        pass: { limit: 0.01, upperBound95: 0.0065, ruledOut: true },
        needed: null,
        phi: null,
        environment: [],
        dataQuality: { buckets: 60, rejected: 0, missing: 0, precision: 'request counts' },
        bad: { canaryErrors: 4, canaryRequests: 1560 },
      },
      buckets: someBuckets(),
      judge: judgeConfigSchema.parse({}),
      watchedSeconds: 2430,
    },
    analyst: {
      staging: { kind: 'UNAVAILABLE', why: 'no answer within 30 s' },
      canary: {
        kind: 'ANSWER',
        healthy: true,
        regressions: [],
        reasoning: 'Both versions fail 0.2 % of their requests.',
        model: 'some-model-v1',
      },
    },
    ahead: [
      { what: 'Time lock', at: '2026-01-05T10:20:00.000Z', detail: 'can be cancelled until it ends' },
      { what: '25 % of production traffic', at: '2026-01-05T10:35:00.000Z', detail: 'for 10 min, watched' },
      { what: 'All production traffic', at: '2026-01-05T10:45:00.000Z', detail: 'watched for 30 min' },
    ],
    ...changes,
  };
}
