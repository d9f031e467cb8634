import { beforeAll, describe, expect, it } from '@jest/globals';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { decide } from '../../../core/decide/decide.ts';
import { loadPolicies } from '../../../embedded/home/load-policies.ts';
import { explore } from '../../../verify/exploration/explore.ts';
import { factsGrid } from '../../../verify/exploration/facts-grid.ts';
import { INVARIANTS } from '../../../verify/exploration/invariants.ts';
import { PLANTED } from '../../../verify/exploration/planted.ts';
import { reviewVerdicts } from '../../../verify/exploration/review-verdicts.ts';
import { explored, oneRelease, planted, shippedRules } from '../../../verify/exploration/run-exploration.ts';
import type { System } from '../../../verify/exploration/system.ts';
import type { World } from '../../../verify/exploration/world.ts';

let system: System;
let first: World;
beforeAll(async () => {
  ({ system, first } = await oneRelease(shippedRules()));
}, 60_000);

describe('invariants over every world that can be reached (point 10)', () => {
  it('hold for one release that is watched alone, and it can always end', () => {
    const quiet = { ...system, surroundings: { cancel: true, kill: false, drift: false } };
    const { states, transitions, violation, stuck } = explored(quiet, first);
    expect({ violation, stuck }).toEqual({ violation: null, stuck: null });
    expect(states.length).toBeGreaterThan(1000);
    expect(transitions).toBeGreaterThan(states.length);
    const outcomes = new Set(states.map(({ releases }) => releases[0]!.outcome));
    expect(outcomes).toEqual(new Set([null, 'DEPLOYED', 'ERRORED']));
  }, 60_000);

  it('each of them has a fault that it alone finds', () => {
    expect(new Set(PLANTED.map(({ breaks }) => breaks))).toEqual(new Set(Object.keys(INVARIANTS)));
  });

  it.each(PLANTED)(
    '$what: found',
    async (fault) => {
      const { violation } = await planted(fault, system);
      expect(violation).toMatchObject({ broken: fault.breaks });
      expect(violation!.way.length).toBeGreaterThan(0);
    },
    60_000,
  );

  it('one barrier broken is not enough: the next one holds', async () => {
    // Who does not get the lock goes on to staging, but the shift asks who holds it.
    const fault = PLANTED.find(({ breaks }) => breaks === 'canary')!;
    const { violation } = await planted({ ...fault, rules: () => ({}) }, system);
    expect(violation).toBeNull();
  }, 60_000);
});

describe('the search itself', () => {
  const memory = { forget: (n: number) => n, keyOf: String };
  const next = (n: number) => [n + 1, n * 2].filter((m) => m < 50).map((world) => ({ label: String(world), world }));
  it('reaches everything, tells the shortest way to what is broken, and what can never end', () => {
    const all = explore(
      1,
      next,
      () => null,
      memory,
      (n) => n === 49,
      100,
    );
    expect([...all.states].sort((a, b) => a - b)).toEqual(Array.from({ length: 49 }, (_, i) => i + 1));
    expect(
      explore(
        1,
        next,
        (_, n) => (n === 32 ? 'odd' : null),
        memory,
        () => true,
        100,
      ).violation,
    ).toEqual({
      broken: 'odd',
      way: ['2', '4', '8', '16', '32'],
    });
    expect(
      explore(
        1,
        next,
        () => null,
        memory,
        (n) => n === 7,
        100,
      ).stuck,
    ).toEqual(['2', '4', '8']);
  });
  it('refuses to call a part the whole', () => {
    expect(() =>
      explore(
        1,
        next,
        () => null,
        memory,
        () => true,
        10,
      ),
    ).toThrow('more than 10 states');
  });
});

describe('a review only ever moves a decision towards a person (K2)', () => {
  const policies = compilePolicies(loadPolicies());
  it('the grid reaches every route', () => {
    const routes = new Set<string>();
    for (const facts of factsGrid()) if (routes.size < 4) routes.add(decide(facts, policies).route);
    expect([...routes].sort()).toEqual(['AUTONOMOUS', 'CANCEL_WINDOW', 'HUMAN', 'REJECT']);
  });
  it('a decision that a review rejects, loosens or saves is found', () => {
    const rejects = reviewVerdicts(({ review }) => ({ route: review.securityFindings > 0 ? 'REJECT' : 'AUTONOMOUS' }));
    expect(rejects.violation?.slice(0, 2)).toEqual(['a spotless review: AUTONOMOUS', 'this review: REJECT']);
    expect(
      reviewVerdicts(({ review }) => ({ route: review.riskScore === 0 ? 'AUTONOMOUS' : 'HUMAN' })).violation,
    ).not.toBeNull();
    expect(
      reviewVerdicts(({ review }) => ({ route: review.riskScore === 0 ? 'HUMAN' : 'REJECT' })).violation,
    ).not.toBeNull();
    expect(reviewVerdicts(({ review }) => ({ route: review.riskScore === 7 ? 'HUMAN' : 'AUTONOMOUS' }))).toMatchObject({
      violation: null,
    });
  });
});
