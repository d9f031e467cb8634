import { describe, expect, it } from '@jest/globals';
import { effectiveTrust } from '../../../core/trust/effective-trust.ts';

describe('effective trust (000-29, 000-30)', () => {
  it('is the product along each path; the reviewer has no edge to production', () => {
    expect(
      effectiveTrust().map(({ path, trust, reachesProduction }) => [path.join('>'), trust, reachesProduction]),
    ).toEqual([
      ['human>orchestrator>static analysis', 0.99 * 0.95, false],
      ['human>orchestrator>reviewer', 0.99 * 0.8, false],
      ['human>orchestrator>canary', 0.99 * 0.9, false],
      ['human>production', 1, true],
    ]);
  });

  it('follows no cycle', () => {
    const delegations = [
      { from: 'human', to: 'a', trust: 0.5 },
      { from: 'a', to: 'human', trust: 1 },
      { from: 'a', to: 'b', trust: 0.5 },
      { from: 'b', to: 'a', trust: 1 },
    ];
    expect(effectiveTrust(delegations)).toEqual([{ path: ['human', 'a', 'b'], trust: 0.25, reachesProduction: false }]);
  });

  it.each([1.01, -0.1, Number.NaN])('refuses a trust of %d', (trust) => {
    expect(() => effectiveTrust([{ from: 'human', to: 'x', trust }])).toThrow(/human in x: .*; expected 0 to 1/);
  });
});
