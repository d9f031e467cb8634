import type { AnalysisTest } from '../contracts/analysis.ts';
import { totalsOf, type Totals } from './counted-test.ts';
import { count } from './figures.ts';
import { RUNNING_OUT_TO_FAIL } from './find-signals.ts';
import { BLOCKS_TO_FAIL, blockSecOf, gaugeLimit, type GaugeName } from './gauge-blocks.ts';
import { HEALTH_TO_FAIL } from './health.ts';
import { FEWEST_BLOCKS, leakEvidence } from './leak-test.ts';
import { isMaterial, speaking } from './material.ts';
import { oddsInterval } from './odds-interval.ts';
import { ALPHA_SHARE, TEST_IDS, type TestId } from './spend.ts';
import { chainStart } from './spending.ts';
import { failsAt, questionOf } from './test-words.ts';
import { lowerBound, upperBound } from './upper-bound.ts';
import type { WatchState } from './watch-state.ts';

/** Every question with its answer as it stands, in a fixed order. */
export function testRows(state: WatchState): AnalysisTest[] {
  return [...TEST_IDS.map((id) => countedRow(state, id)), ...otherRows(state)].map((row) => ({
    ...row,
    signalledAt: state.signals.find(({ id }) => id === row.id)?.atSec ?? null,
  }));
}

function countedRow(state: WatchState, id: TestId): AnalysisTest {
  const test = state.tests[id];
  const chain = speaking(state, id);
  const totals = totalsOf(test, chain);
  const asked = totals.requests > 0;
  return {
    id,
    question: questionOf(id, state),
    observed: asked ? totals.events : null,
    expectedIfNoWorse: asked ? totals.expected : null,
    failsAt: failsAt(state, id),
    alphaShare: ALPHA_SHARE[id],
    alphaSpent: test.chains.reduce((sum, { used }) => sum + used, 0) / state.config.alpha,
    ...ratioOf(totals),
    material: asked && isMaterial(state, id),
    signalledAt: null,
    chain: asked
      ? `${totals.events} of ${totals.requests} since ${Math.round(chainStart(id, chain, state.config))} s${totals.baselineRequests > 0 ? `, beside ${totals.baselineEvents} of ${totals.baselineRequests}` : ''}`
      : 'not asked: nothing was counted for it',
  };
}

/** Beside a baseline the odds ratio with its exact interval; else the events over those at the limit. */
function ratioOf(t: Totals): Pick<AnalysisTest, 'ratio' | 'ratioCI95'> {
  if (t.requests === 0) return { ratio: null, ratioCI95: null };
  if (t.baselineRequests > 0) {
    const odds = (t.events * (t.baselineRequests - t.baselineEvents)) / (t.baselineEvents * (t.requests - t.events));
    const interval = oddsInterval(t.events, t.requests, t.baselineEvents, t.baselineRequests);
    return { ratio: Number.isFinite(odds) ? odds : null, ratioCI95: interval === null ? null : [...interval] };
  }
  if (t.expected === 0) return { ratio: null, ratioCI95: null };
  const scale = t.requests / t.expected;
  return {
    ratio: t.events / t.expected,
    ratioCI95: [lowerBound(t.events, t.requests, 0.025) * scale, upperBound(t.events, t.requests, 0.025) * scale],
  };
}

function otherRows(state: WatchState): AnalysisTest[] {
  const { config, gauges, leak, health } = state;
  const row = (id: string, question: string, observed: number | null, at: number, chain: string): AnalysisTest => ({
    id,
    question,
    observed,
    expectedIfNoWorse: null,
    failsAt: at,
    alphaShare: null,
    alphaSpent: null,
    ratio: null,
    ratioCI95: null,
    material: true,
    signalledAt: null,
    chain,
  });
  const gauge = (id: GaugeName, name: string) =>
    row(
      id,
      `Is the canary's ${name} above ${gaugeLimit(id, config)} % while the baseline's is not?`,
      gauges.present[id] > 0 ? gauges.over[id] : null,
      BLOCKS_TO_FAIL,
      `stretches of ${blockSecOf(gauges)} s in a row; measured in ${gauges.present[id]} of ${gauges.finished}`,
    );
  const blocks = leak.differences.length;
  return [
    {
      ...row(
        'leak',
        "Does the canary's memory grow beside the baseline's until it runs out within the hour?",
        blocks > 0 ? leak.runningOut : null,
        RUNNING_OUT_TO_FAIL,
        blocks === 0
          ? 'not asked: memory of both versions was not measured'
          : `stretches of ${blockSecOf(gauges)} s in a row in which it grows for certain (evidence ${leakEvidence(leak).toPrecision(2)}, certain from ${count(1 / (config.alpha * ALPHA_SHARE.leak))} and ${FEWEST_BLOCKS} stretches on, ${blocks} seen) and runs out on every plausible curve`,
      ),
      alphaShare: ALPHA_SHARE.leak,
    },
    gauge('cpu', 'CPU'),
    gauge('memory', 'memory'),
    row(
      'health',
      'Do health checks of the canary fail?',
      health.length > 0 ? health.filter((healthy) => !healthy).length : null,
      HEALTH_TO_FAIL,
      'failed checks of the last 3',
    ),
  ];
}
