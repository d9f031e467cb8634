import { analystTestSchema, type AnalystQuestion, type AnalystTest } from '../contracts/analyst-question.ts';
import type { Analysis } from '../contracts/analysis.ts';
import type { ShiftEvidence } from '../contracts/shift-evidence.ts';
import { soundBuckets } from '../report/canary-series.ts';
import { armFigures, courseOf, figure } from './arm-figures.ts';
import { checkCounts } from './check-counts.ts';

const TESTS_SHOWN = 20;

/**
 * What the analyst is asked about a shift: its figures, and words out of closed lists. Nothing that is a text in the
 * evidence goes along, whoever wrote it; at most 12 kB as JSON, whatever is stored.
 */
export function questionOf(
  document: Pick<
    ShiftEvidence,
    'phase' | 'plannedSeconds' | 'servedSince' | 'decidedAt' | 'analysis' | 'buckets' | 'past' | 'checks' | 'judge'
  >,
): AnalystQuestion {
  const { phase, analysis, servedSince, decidedAt, judge } = document;
  const past = document.past ?? judge?.history ?? null;
  const buckets = soundBuckets(document.buckets);
  const beside = buckets.flatMap(({ baseline }) => (baseline ? [baseline] : []));
  return {
    phase,
    verdict: analysis?.verdict ?? null,
    plannedSeconds: figure(document.plannedSeconds),
    watchedSeconds: servedSince === null || decidedAt === null ? null : figure((decidedAt - servedSince) / 1000),
    newVersion: armFigures(buckets.map(({ canary }) => canary)),
    oldVersion: beside.length > 0 ? armFigures(beside) : null,
    past: past && {
      errorRate: figure(past.errorRate),
      p50Ms: figure(past.p50),
      p95Ms: figure(past.p95),
      p99Ms: figure(past.p99),
      requestsPerSecond: figure(past.requestsPerSecond),
    },
    course: courseOf(buckets),
    limits: judge && {
      errorRate: figure(judge.config.errorRateMax),
      p99Ms: figure(judge.config.p99MsMax),
      errorTimes: figure(judge.config.errorTimes),
      p99Times: figure(judge.config.p99Times),
      cpuPercent: figure(judge.config.cpuMax),
      memoryPercent: figure(judge.config.memoryMax),
    },
    ...ofAnalysis(analysis),
    checks: checkCounts(document.checks),
  };
}

function ofAnalysis(analysis: Analysis | null): Pick<AnalystQuestion, 'tests' | 'proof' | 'needed' | 'data'> {
  if (analysis === null) return { tests: [], proof: null, needed: null, data: null };
  const { tests, pass, needed, dataQuality } = analysis;
  return {
    tests: tests.slice(0, TESTS_SHOWN).map((test) => ({
      test: nameOf(test.id),
      observed: figure(test.observed),
      expectedIfNoWorse: figure(test.expectedIfNoWorse),
      failsAt: figure(test.failsAt),
      ratio: figure(test.ratio),
      ratioLow95: figure(test.ratioCI95?.[0]),
      ratioHigh95: figure(test.ratioCI95?.[1]),
      material: test.material,
      signalledAtSecond: figure(test.signalledAt),
    })),
    proof: pass && { limit: figure(pass.limit), upperBound95: figure(pass.upperBound95), ruledOut: pass.ruledOut },
    needed: needed && {
      requests: figure(needed.requests),
      minutes: figure(needed.minutes),
      weightPercent: figure(needed.weight),
    },
    data: {
      buckets: figure(dataQuality.buckets),
      refused: figure(dataQuality.rejected),
      missing: figure(dataQuality.missing),
    },
  };
}

const nameOf = (id: string): AnalystTest => analystTestSchema.options.find((name) => name === id) ?? 'other';
