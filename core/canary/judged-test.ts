import type { AnalysisTest } from '../contracts/analysis.ts';
import { count } from './figures.ts';
import { smallestSurprise, upperTail, type ProbabilityMass } from './probability-mass.ts';
import { ALPHA_SHARE, type TestId } from './spend.ts';

/** One question with its answer at one look: whether it fails the canary, and why it was held back if it was. */
export type JudgedTest = {
  readonly test: AnalysisTest;
  readonly fails: boolean;
  readonly held: string | null;
  /** What was seen, for people. */
  readonly because: string;
};

export type Question = {
  readonly id: TestId;
  readonly question: string;
  /** The events' name, in the plural. */
  readonly what: string;
  /** Canary events and requests, and the baseline's if both were measured in the same minutes. */
  readonly events: number;
  readonly requests: number;
  readonly baseline: { readonly events: number; readonly requests: number } | null;
  readonly expected: number;
  /** What the number of events may be by luck alone; every one of them must be surprised. */
  readonly nulls: readonly ProbabilityMass[];
  /** The size of the effect counts, whatever its significance. */
  readonly material: boolean;
  /** Why the environment and not the canary may be at fault; null when it is not. */
  readonly held: string | null;
};

/** Asks a question with `alpha` times its share times `lookShare` as the probability of being wrong at this look. */
export function judge(q: Question, alpha: number, lookShare: number, spent: number): JudgedTest {
  const share = ALPHA_SHARE[q.id];
  const budget = alpha * share * lookShare;
  const tail = Math.max(...q.nulls.map((mass) => upperTail(mass, q.events)));
  const surprising = q.requests > 0 && q.events > 0 && tail <= budget;
  const rate = q.events / q.requests;
  const failsAt = Math.max(...q.nulls.map((mass) => smallestSurprise(mass, budget)));
  const baselineRate = q.baseline && q.baseline.requests > 0 ? q.baseline.events / q.baseline.requests : null;
  return {
    fails: surprising && q.material && q.held === null,
    held: surprising && q.material ? q.held : null,
    because: `${count(q.events)} ${q.what} of ${count(q.requests)} on the canary, ${count(q.expected)} expected if it were no worse, ${count(failsAt)} is the limit at this point`,
    test: {
      id: q.id,
      question: q.question,
      observed: q.events,
      expectedIfNoWorse: q.expected,
      failsAt,
      alphaShare: share,
      alphaSpent: share * spent,
      ratio: baselineRate && q.requests > 0 ? rate / baselineRate : null,
      ratioCI95: null,
      material: q.material,
      signalledAt: null,
      chain: chainOf(q, tail, budget),
    },
  };
}

function chainOf(q: Question, tail: number, budget: number): string {
  const baseline = q.baseline ? `, baseline ${q.baseline.events} of ${q.baseline.requests}` : '';
  return `canary ${q.events} of ${q.requests}${baseline}: by luck with probability ${tail.toExponential(2)}, fails at ${budget.toExponential(2)}`;
}

/** A question that could not be asked: nothing observed, nothing spent. */
export function notAsked(id: TestId, question: string, why: string): JudgedTest {
  const test: AnalysisTest = {
    id,
    question,
    observed: null,
    expectedIfNoWorse: null,
    failsAt: null,
    alphaShare: ALPHA_SHARE[id],
    alphaSpent: 0,
    ratio: null,
    ratioCI95: null,
    material: false,
    signalledAt: null,
    chain: `not asked: ${why}`,
  };
  return { test, fails: false, held: null, because: `not asked: ${why}` };
}
