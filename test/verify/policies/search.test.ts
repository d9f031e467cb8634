import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authorize } from '../../../core/policy/authorize.ts';
import { createProver } from '../../../verify/policies/create-prover.ts';
import { requestAt } from '../../../verify/policies/domains-of.ts';
import { type Domain, type Point, pointsOf } from '../../../verify/policies/field.ts';
import { policySet } from '../../../verify/policies/policy-set.ts';
import { findPoint, spaceOf } from '../../../verify/policies/search.ts';
import { TRUE } from '../../../verify/policies/truth.ts';
import { small } from './small.ts';

/** Every point of a domain, one by one. */
function* everyPoint({ fields }: Domain): Generator<Point> {
  const total = fields.reduce((n, { values }) => n * values.length, 1);
  for (let n = 0; n < total; n++) {
    let rest = n;
    yield Int16Array.from(fields, ({ values }) => {
      const value = rest % values.length;
      rest = Math.floor(rest / values.length);
      return value;
    });
  }
}

const condition = fc.letrec<{ expr: string }>((tie) => ({
  expr: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...[
          'context.open',
          'context.colour == Colour::"RED"',
          'context.level < 2',
          'context.level * 9007199254740991 * 9007199254740991 > 0',
          'context.flags.isEmpty()',
          'context.flags.contains(Flag::"b")',
          'context.flags.containsAll([Flag::"a", Flag::"c"])',
          'context has hidden',
          '(context has hidden && context.hidden)',
          'principal == Person::"ann"',
          '[0, context.level].contains(3)',
          'if context.open then context.level > 1 else context has hidden',
        ],
      ),
    },
    fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `(${a} && ${b})`),
    fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `(${a} || ${b})`),
    tie('expr').map((a) => `!(${a})`),
  ),
})).expr;
const policy = fc
  .tuple(
    fc.constantFrom('permit', 'permit', 'forbid'),
    fc.constantFrom('principal', 'principal == Person::"ann"'),
    fc.constantFrom('action', 'action in Action::"both"', 'action == Action::"look"'),
    fc.constantFrom('when', 'unless'),
    condition,
  )
  .map(([effect, who, what, kind, expr]) => `${effect} (${who}, ${what}, resource) ${kind} { ${expr} };`);

/** What cannot be compiled (a condition that is never true, say) is nobody's policy. */
const compiles = (policies: readonly string[]): boolean => {
  try {
    createProver(small(...policies));
    return true;
  } catch {
    return false;
  }
};

describe('what is worked out from tables', () => {
  it('is what the engine says, at every request of a small schema, for arbitrary policies', () => {
    let [seen, allowed, broken] = [0, 0, 0];
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 4 }).filter(compiles), (policies) => {
        const { compiled, domains, tables, policies: read } = createProver(small(...policies));
        for (const domain of domains) {
          const set = policySet(domain, read, tables);
          let [any, none] = [false, false];
          for (const point of everyPoint(domain)) {
            const answer = authorize(compiled, requestAt(domain, point));
            seen++;
            if (answer.allowed) allowed++;
            if (answer.reasons.some((reason) => reason.includes('could not be evaluated'))) broken++;
            expect([policies, point, set.allowed(point) === TRUE]).toEqual([policies, point, answer.allowed]);
            any ||= answer.allowed;
            none ||= !answer.allowed;
          }
          const space = spaceOf(domain, set.tables);
          expect(findPoint(space, set.allowed) !== null).toBe(any);
          const denied = findPoint(space, (point) => ([1, 0, 0, 3] as const)[set.allowed(point)]);
          expect(denied !== null).toBe(none);
        }
      }),
      { numRuns: 25, seed: 11 },
    );
    expect(seen).toBeGreaterThan(10_000);
    expect(allowed).toBeGreaterThan(100);
    expect(broken).toBeGreaterThan(100);
  });

  it('tells apart everybody whom a policy names, optional fields, pairs of a set and the whole range of a number', () => {
    const { domains } = createProver(small('permit (principal == Person::"ann", action, resource);'));
    const sizes = Object.fromEntries(domains[0]!.fields.map(({ name, values }) => [name, values.length]));
    expect(sizes).toEqual({ principal: 2, resource: 1, colour: 2, level: 4, flags: 8, hidden: 3, open: 2 });
    expect(pointsOf(domains[0]!)).toBe(2 * 2 * 4 * 8 * 3 * 2);
    expect(domains.map(({ action, groups }) => [action, groups])).toEqual([
      ['look', ['look', 'both']],
      ['touch', ['touch', 'both']],
    ]);
  });
});
