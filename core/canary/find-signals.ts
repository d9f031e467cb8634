import { CEILINGS } from './ceilings.ts';
import { isHeld } from './environment.ts';
import { BLOCKS_TO_FAIL, blockSecOf, gaugeLimit, type GaugeName } from './gauge-blocks.ts';
import { isUnhealthy } from './health.ts';
import { isMaterial } from './material.ts';
import { TEST_IDS } from './spend.ts';
import { testSays, ceilingText, gaugeText } from './test-words.ts';
import type { Signal, WatchState } from './watch-state.ts';

/** Two blocks in a row in which every plausible curve runs out of memory. */
export const RUNNING_OUT_TO_FAIL = 2;

type Found = Omit<Signal, 'atSec'>;

/**
 * Adds what fails the canary now and did not before, the worst first. A test that has signalled fails it as soon as the
 * effect is large enough to matter and is not the environment's; waiting for that cannot make a false failure likelier.
 */
export function findSignals(state: WatchState): WatchState {
  const environment = new Set(state.environment);
  const found: Found[] = [
    ...(isUnhealthy(state.health) ? [{ id: 'health', because: '2 of the last 3 health checks failed' }] : []),
  ];
  for (const id of TEST_IDS) {
    const chain = state.tests[id].chains.findIndex(({ crossedAtSec }) => crossedAtSec !== null);
    if (chain < 0 || !isMaterial(state, id)) continue;
    const ceiling = CEILINGS.find((c) => c === id);
    if (ceiling !== undefined && isHeld(state, ceiling)) environment.add(ceilingText(ceiling, state.config));
    else found.push({ id, because: testSays(state, id) });
  }
  if (state.leak.runningOut >= RUNNING_OUT_TO_FAIL)
    found.push({
      id: 'leak',
      because: `memory grows beside the baseline and passes ${state.config.memoryMax} % within the hour on every plausible curve`,
    });
  for (const gauge of ['cpu', 'memory'] as const satisfies readonly GaugeName[])
    if (state.gauges.over[gauge] >= BLOCKS_TO_FAIL)
      found.push({ id: gauge, because: gaugeText(gauge, gaugeLimit(gauge, state.config), blockSecOf(state.gauges)) });
  const known = new Set(state.signals.map(({ id }) => id));
  const signals = found
    .filter(({ id }) => !known.has(id))
    .map((signal): Signal => ({ ...signal, atSec: state.lastEndSec ?? 0 }));
  if (signals.length === 0 && environment.size === state.environment.length) return state;
  return { ...state, environment: [...environment], signals: [...state.signals, ...signals] };
}
