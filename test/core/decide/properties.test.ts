import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Facts, signalKindSchema } from '../../../core/contracts/facts.ts';
import { type Route, routeSchema, verdictSchema } from '../../../core/contracts/verdict.ts';
import { decide } from '../../../core/decide/decide.ts';
import { shippedPolicies } from '../policy/policy-files.ts';
import { arbitraryFacts as facts, arbitraryReview as review } from './arbitrary-facts.ts';
import { buildFacts, signals } from './facts-builder.ts';

const looseness = (route: Route) => routeSchema.options.indexOf(route);
const route = (facts: Facts) => decide(facts, shippedPolicies).route;
const loose = (facts: Facts) => looseness(route(facts));

const perfect = buildFacts().review;

const RUNS = { numRuns: 80 };

describe('for every change', () => {
  it('the generator reaches every route', () => {
    const seen = new Set(fc.sample(facts, { numRuns: 600, seed: 7 }).map(route));
    expect([...seen].sort()).toEqual([...routeSchema.options].sort());
  });

  it('K1: HIGH is never without a person, in any profile', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const verdict = decide(f, shippedPolicies);
        return verdict.riskClass !== 'HIGH' || verdict.route === 'HUMAN' || verdict.route === 'REJECT';
      }),
      RUNS,
    );
  });

  it('000-15: it is rejected unless every gate passed', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const ok =
          f.gates.status === 'PASSED' &&
          f.gates.results.length > 0 &&
          f.gates.results.every((r) => r.status === 'PASSED');
        return ok || route(f) === 'REJECT';
      }),
      RUNS,
    );
  });

  it('000-36: conservative asks a person for everything that is rolled out', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const verdict = decide({ ...f, profile: 'conservative' }, shippedPolicies);
        return verdict.next !== 'ROLL_OUT' || verdict.route === 'HUMAN';
      }),
      RUNS,
    );
  });

  it('K2: any review is at least as strict as a perfect one, and none rejects', () => {
    fc.assert(
      fc.property(facts, review, (f, other) => {
        const with_ = route({ ...f, review: other });
        const without = route({ ...f, review: perfect });
        return looseness(with_) <= looseness(without) && (with_ === 'REJECT') === (without === 'REJECT');
      }),
      RUNS,
    );
  });

  it('K2: no review at all is at least as strict as any', () => {
    fc.assert(fc.property(facts, (f) => loose({ ...f, review: { ...f.review, status: 'UNAVAILABLE' } }) <= loose(f)));
  });

  it('less trust, another signal, more files, a used-up budget or a trigger turned on never loosens', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const now = loose(f);
        const stricter: Facts[] = [
          { ...f, trust: { ...f.trust, level: 'L0' } },
          { ...f, autonomy: { ...f.autonomy, DEPLOY: 'A0' } },
          { ...f, change: { ...f.change, files: 13 } },
          { ...f, budget: { status: 'EXHAUSTED', detail: '' } },
          { ...f, triggersOff: [] },
          { ...f, profile: 'conservative' },
          { ...f, controls: { ...f.controls, freeze: 'f' } },
          ...signalKindSchema.options
            .filter((kind) => kind !== 'docs' && kind !== 'tests' && kind !== 'config-nonprod')
            .map((kind) => ({ ...f, change: { ...f.change, signals: [...f.change.signals, ...signals(kind)] } })),
        ];
        return stricter.every((s) => loose(s) <= now);
      }),
      RUNS,
    );
  });

  it('a person is asked exactly when a rule is named that asks', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const verdict = decide(f, shippedPolicies);
        verdictSchema.parse(verdict);
        if (verdict.route === 'REJECT') return true;
        return (verdict.route === 'HUMAN') === verdict.triggers.length > 0;
      }),
      RUNS,
    );
  });

  it('the shipped policies and the code say the same: no policy alone has to ask or reject', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const verdict = decide(f, shippedPolicies);
        const policy = verdict.because.children.at(-1);
        return !verdict.triggers.includes('policy') && (verdict.route === 'REJECT' || policy?.status !== 'REJECT');
      }),
      RUNS,
    );
  });
});
