import { describe, expect, it } from '@jest/globals';
import type { ScenarioResult } from '../../../bench/canary/report.ts';
import { emptyTally, type Tally } from '../../../bench/canary/tally.ts';
import { targetsOf } from '../../../bench/canary/targets.ts';

const tally = (runs: number, differing: Partial<Tally>): Tally => ({ ...emptyTally(), runs, ...differing });
const result = (name: string, kind: ScenarioResult['kind'], shipped: Tally, oracle?: Tally): ScenarioResult => ({
  name,
  kind,
  tallies: { shipped, ...(oracle && { oracle }) },
});
const met = (results: ScenarioResult[], part: string) =>
  targetsOf(results, []).find(({ target }) => target.includes(part))?.met;
const caught = (n: number, of: number) => Array.from({ length: of }, (_, i) => i < n);

describe('targets of the canary judge', () => {
  it.each([
    [400, 9, true],
    [400, 10, false],
    [400, 11, false],
    [100_000, 1094, true],
    [100_000, 1095, false],
  ])('of %i healthy canaries %i rolled back is met: %s', (runs, rolledBack, expected) => {
    const results = [result('A/A med', 'HEALTHY', tally(runs, { rolledBack }))];
    expect(met(results, 'A/A med')).toBe(expected);
  });

  it('times and failures of +2pp are those of the shipped judge', () => {
    const of = (seconds: number, failed: number) => [
      result('+2pp med', 'HARM', tally(1, { rolledBack: 1, seconds: [seconds], failedServed: failed })),
    ];
    expect([met(of(130, 8), 'median <= 130'), met(of(140, 8), 'median <= 130')]).toEqual([true, false]);
    expect([met(of(130, 8), 'requests <= 8'), met(of(130, 8.1), 'requests <= 8')]).toEqual([true, false]);
    expect(met([result('+2pp med', 'HARM', tally(1, { promoted: 1 }))], 'median <= 130')).toBe(false);
  });

  it('power may be 5 points below the oracle and what chance explains', () => {
    const of = (mine: number, its: number) => [
      result('x5 med', 'HARM', tally(1000, { caught: caught(mine, 1000) }), tally(1000, { caught: caught(its, 1000) })),
    ];
    expect([met(of(600, 620), 'oracle: x5'), met(of(600, 660), 'oracle: x5')]).toEqual([true, true]);
    expect([met(of(500, 640), 'oracle: x5'), met(of(700, 640), 'oracle: x5')]).toEqual([false, true]);
  });

  it('what was not run is neither met nor missed', () => {
    expect(targetsOf([], []).every(({ met: is }) => is === null)).toBe(true);
  });

  it('a canary at the limit passes in at most 5 %', () => {
    const of = (promoted: number) => [result('p99 x2 med', 'HARM', tally(400, { promoted }))];
    expect([met(of(33), 'false pass'), met(of(34), 'false pass')]).toEqual([true, false]);
  });
});
