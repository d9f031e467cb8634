import type { AnalystQuestion } from '../../../core/contracts/analyst-question.ts';
import { judgeConfigSchema } from '../../../core/contracts/analysis.ts';
import { shiftEvidenceSchema, type ShiftEvidence } from '../../../core/contracts/shift-evidence.ts';
import { questionOf } from '../../../core/analyst/question-of.ts';

const version = { commit: 'a'.repeat(40), digest: `sha256:${'b'.repeat(64)}` };
const bin = (ms: number) => String(Math.floor(Math.log(ms) / Math.log(1.01)));

/** A canary of ten minutes that passed: 300 requests in each bucket, four of them slow, beside 5,700 of the old version. */
export const shift = (over: object = {}): ShiftEvidence =>
  shiftEvidenceSchema.parse({
    shiftId: 'rel-1.CANARY',
    phase: 'CANARY',
    from: version,
    to: version,
    startedAt: 0,
    servedSince: 30_000,
    decidedAt: 630_000,
    endedAt: null,
    plannedSeconds: 600,
    decision: 'WITHDRAW',
    result: 'PASSED',
    because: { rule: 'judge', status: 'OK', observed: 'no worse', required: 'no harm', children: [] },
    analysis: {
      verdict: 'PASS',
      decidedAtSec: 600,
      headline: 'pass at 600 s',
      tests: [
        {
          id: 'errRel',
          question: 'Does it fail more?',
          observed: 3,
          expectedIfNoWorse: 2.98765432,
          failsAt: 12,
          alphaShare: 0.65,
          alphaSpent: 0.003,
          ratio: 1.0123456,
          ratioCI95: [0.2, 3.1],
          material: false,
          signalledAt: null,
          chain: null,
        },
      ],
      pass: { limit: 0.01, upperBound95: 0.0021, ruledOut: true },
      needed: null,
      phi: null,
      environment: [],
      dataQuality: { buckets: 60, rejected: 1, missing: 2, precision: 'exact counts' },
      bad: { canaryErrors: 3, canaryRequests: 18_000 },
    },
    checks: [],
    buckets: Array.from({ length: 60 }, (_, i) => ({
      endSec: (i + 1) * 10,
      durSec: 10,
      canary: {
        requests: 300,
        errors: i < 3 ? 1 : 0,
        latency: { bins: { [bin(10)]: 296, [bin(900)]: 4 } },
        cpu: 40 + i / 10,
        memory: null,
        healthChecks: 1,
        unhealthy: 0,
      },
      baseline: { requests: 5700, errors: 5, latency: { bins: { [bin(10)]: 5700 } } },
    })),
    judge: {
      config: judgeConfigSchema.parse({ errorRateMax: 0.01 }),
      history: { errorRate: 0.001, p50: 10, p95: 20.12345, p99: 40, requestsPerSecond: 600 },
    },
    ...over,
  });

export const question = (over: object = {}): AnalystQuestion => questionOf(shift(over));
