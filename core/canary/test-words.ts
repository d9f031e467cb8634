import type { JudgeConfig } from '../contracts/analysis.ts';
import { totalsOf } from './counted-test.ts';
import type { CeilingId } from './ceilings.ts';
import { CATASTROPHE } from './evidence.ts';
import { count, milliseconds, percent } from './figures.ts';
import { P99_SHARE, pastCut, RESPONSE_MS, RESPONSE_SHARE, SHARE_ABOVE, toleratedCut } from './latency-cuts.ts';
import { speaking } from './material.ts';
import type { TestId } from './spend.ts';
import type { WatchState } from './watch-state.ts';

type Words = Pick<WatchState, 'config' | 'usual' | 'tests'>;

/** Whether a test has had no baseline in the same minutes. */
const isAlone = (tests: WatchState['tests'], id: TestId): boolean =>
  tests[id].totals.requests > 0 && tests[id].totals.baselineRequests === 0;

/** What a test asks, for people. */
export function questionOf(id: TestId, { config, usual, tests }: Words): string {
  switch (id) {
    case 'errRel':
      return "Do the canary's requests fail more often than the baseline's of the same minutes?";
    case 'errAbs':
      return `Do more than ${percent(config.errorRateMax)} of the canary's requests fail?`;
    case 'p50':
    case 'p95':
    case 'p99': {
      const known = usual[id];
      return known === null
        ? `Is the canary's ${id} more than ${config.latencyTimes} times the baseline's?`
        : isAlone(tests, id)
          ? `Are more than ${percent(SHARE_ABOVE[id])} of the canary's requests slower than ${milliseconds(pastCut(known, config))}, ${config.p99Times} times the usual ${id}?`
          : `Are more of the canary's requests slower than ${milliseconds(toleratedCut(known, config))} than of the baseline's slower than its usual ${id} of ${milliseconds(known)}?`;
    }
    case 'latAbs':
      return `Do more than ${percent(P99_SHARE)} of the canary's requests take longer than ${milliseconds(config.p99MsMax)}?`;
    case 'resp':
      return `Do more than ${percent(RESPONSE_SHARE)} of the canary's requests take longer than ${milliseconds(RESPONSE_MS)}?`;
    case 'catastrophic':
      return `Do more than ${percent(CATASTROPHE)} of the canary's requests fail during warm-up?`;
  }
}

/** The events of a test, in the plural. */
function eventsOf(id: TestId, { config, usual, tests }: Words): string {
  switch (id) {
    case 'errRel':
    case 'errAbs':
    case 'catastrophic':
      return 'failed requests';
    case 'p50':
    case 'p95':
    case 'p99':
      return `requests slower than ${milliseconds((isAlone(tests, id) ? pastCut : toleratedCut)(usual[id] ?? 0, config))}`;
    case 'latAbs':
      return `requests slower than ${milliseconds(config.p99MsMax)}`;
    case 'resp':
      return `requests slower than ${milliseconds(RESPONSE_MS)}`;
  }
}

/** What the null of a test is, after "if it were". */
function nullOf(id: TestId, { config, tests }: Words): string {
  switch (id) {
    case 'errAbs':
      return `at its limit of ${percent(config.errorRateMax)}`;
    case 'latAbs':
      return `at its limit of ${percent(P99_SHARE)}`;
    case 'resp':
      return `at its limit of ${percent(RESPONSE_SHARE)}`;
    case 'catastrophic':
      return `at ${percent(CATASTROPHE)}`;
    case 'p50':
    case 'p95':
    case 'p99':
      if (isAlone(tests, id)) return `at its limit of ${percent(SHARE_ABOVE[id])}`;
      return `no slower than ${config.latencyTimes} times the baseline (${percent(SHARE_ABOVE[id])} of requests above its usual ${id})`;
    case 'errRel':
      return 'no worse than the baseline';
  }
}

/** "3 failed requests on the canary, 0.15 expected if it were no worse than the baseline, 3 is the limit at this point". */
export function testSays(state: WatchState, id: TestId): string {
  const chain = speaking(state, id);
  const { events, requests, expected } = totalsOf(state.tests[id], chain);
  const limit = failsAt(state, id);
  return (
    `${count(events)} ${eventsOf(id, state)} of ${count(requests)} on the canary, ` +
    `${count(expected)} expected if it were ${nullOf(id, state)}, ${limit === null ? 'no limit' : count(limit)} is the limit at this point`
  );
}

/** The count at which a test signals, in events; null before there was any. */
export function failsAt({ tests }: Pick<WatchState, 'tests'>, id: TestId): number | null {
  const test = tests[id];
  const boundary = test.chains[speaking({ tests }, id)]?.boundary ?? null;
  return boundary === null ? null : Math.ceil(boundary * test.unit);
}

export function ceilingText(id: CeilingId, config: JudgeConfig): string {
  switch (id) {
    case 'errAbs':
      return `the baseline itself is near the ceiling of ${percent(config.errorRateMax)} failed requests`;
    case 'latAbs':
      return `the baseline's own p99 is near ${milliseconds(config.p99MsMax)}`;
    case 'resp':
      return `the baseline's own response times are near ${milliseconds(RESPONSE_MS)}`;
  }
}

export function gaugeText(gauge: 'cpu' | 'memory', limit: number, blockSec: number): string {
  return `${gauge === 'cpu' ? 'CPU' : 'memory'} above ${limit} % in 4 stretches of ${blockSec} s in a row, the baseline not`;
}
