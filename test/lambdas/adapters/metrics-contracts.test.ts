import type { StoredShift } from '../../../lambdas/adapters/deployment-documents.ts';
import { metricsContract, type Did, type MakeMeasured } from '../../contracts/metrics-contract.ts';
import type { MetricQuestion } from '../../support/aws-double/cloudwatch.ts';
import { ECS_TARGETS } from '../../support/aws-double/deployer-world.ts';
import { startMetricsWorld } from '../../support/aws-double/metrics-world.ts';
import { someShift } from '../../support/aws-double/some-shift.ts';

const MINUTE = 60_000;
const T = Date.parse('2026-01-05T10:00:00.000Z');
const [BLUE] = ECS_TARGETS.production.targetGroupArns;

/** Who a question is about, and what CloudWatch says of what it did in a minute. */
type Source = {
  readonly shift: Partial<StoredShift>;
  readonly who: (question: MetricQuestion) => 'canary' | 'baseline' | 'whole';
  readonly says: (question: MetricQuestion, did: Did) => number | null;
};
const slower = ({ stat }: MetricQuestion, { slow }: Did, perMs: number) =>
  Number(/^TC\((.+):\)$/.exec(stat)?.[1]) / perMs < 900 ? slow : null;

const lambda: Source = {
  shift: {},
  who: ({ dimensions }) =>
    (({ '1': 'baseline', '2': 'canary' }) as const)[dimensions['ExecutedVersion'] ?? ''] ?? 'whole',
  says: (question, did) => {
    if (question.metric === 'Invocations') return did.requests;
    if (question.metric === 'Errors') return did.errors;
    if (question.stat === 'SampleCount') return did.requests;
    return /^p/.test(question.stat) ? 10 : slower(question, did, 1);
  },
};
/** A count of zero is not sent. */
const alb: Source = {
  shift: { target: ECS_TARGETS.production, fromGroup: BLUE },
  who: ({ dimensions }) => (dimensions['TargetGroup']?.includes('blue') ? 'baseline' : 'canary'),
  says: (question, did) => {
    const counts: Record<string, number> = {
      RequestCount: did.requests,
      HTTPCode_Target_2XX_Count: did.requests - did.errors,
      HTTPCode_Target_5XX_Count: did.errors,
    };
    if (question.metric !== 'TargetResponseTime') return counts[question.metric] || null;
    if (question.stat === 'SampleCount') return did.requests;
    return /^p/.test(question.stat) ? 0.01 : slower(question, did, 1e-3);
  },
};

const made =
  ({ shift, who, says }: Source, pageSize?: number): MakeMeasured =>
  async ({ stretches, aloneFrom, past }) => {
    const world = await startMetricsWorld(pageSize === undefined ? {} : { pageSize });
    let now = T;
    world.value = (question) => {
      const arm = who(question);
      if (question.periodSeconds === 3600) {
        if (past === null || arm === 'canary') return null;
        const hour = { requests: past.requests * 60, errors: past.errors * 60, slow: past.slow * 60 };
        return says(question, hour);
      }
      // Of a minute that is not over yet, half is there.
      const stretch = stretches[Math.floor((question.start - T) / MINUTE)];
      const did = stretch?.[arm === 'whole' ? 'canary' : arm];
      if (!did || question.start >= now) return null;
      const value = says(question, did);
      return value !== null && question.start + MINUTE > now ? Math.floor(value / 2) : value;
    };
    const completeAt = aloneFrom === null ? null : T + aloneFrom * MINUTE;
    const stored = someShift(T, { ...shift, completeAt });
    return {
      metrics: await world.metricsOf(stored),
      shiftId: stored.request.shiftId,
      origin: T,
      at: (instant) => (now = instant),
      end: () => world.end(),
    };
  };

metricsContract('CloudWatch of a Lambda alias', made(lambda));
metricsContract('CloudWatch of a Lambda alias, in pages', made(lambda, 100));
metricsContract('CloudWatch of two target groups', made(alb));
