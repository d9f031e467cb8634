import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitDispersion, type Halves } from '../../../core/canary/split-dispersion.ts';
import { uniform } from '../../support/uniform.ts';

const half = (requests: number, events: number) => ({ requests, events });
/** `pairs` of two halves of 200 requests; an event hits `clump` requests of one half at once. */
function drawn(pairs: number, clump: number, seed: number, burst = () => 1): Halves[] {
  const next = uniform(seed);
  return Array.from({ length: pairs }, () => {
    const times = burst();
    const draw = () => {
      let events = 0;
      for (let i = 0; i < 200 / clump; i += 1) if (next() < 0.02 * times) events += clump;
      return half(200, events);
    };
    return { a: draw(), b: draw() };
  });
}

describe('dispersion of two halves (canary.md, Primitives)', () => {
  it('is about 1 by chance and about the size of the clumps', () => {
    expect(splitDispersion(drawn(3000, 1, 7))).toBeCloseTo(1, 0.9);
    expect(splitDispersion(drawn(3000, 4, 7))! / 4).toBeCloseTo(1, 0.9);
  });
  it('a burst that hits both halves is no clump', () => {
    let i = 0;
    const phi = splitDispersion(drawn(3000, 1, 11, () => (i++ % 10 === 0 ? 10 : 1)))!;
    expect(phi).toBeGreaterThan(0.9);
    expect(phi).toBeLessThan(1.1);
  });
  it('by hand: 3 of 4 events on one of two equal halves', () => {
    const pairs = Array.from({ length: 30 }, () => ({ a: half(10, 3), b: half(10, 1) }));
    expect(splitDispersion(pairs)).toBeCloseTo(1 / ((4 * 0.25 * 16) / 19), 12);
  });
  it.each([
    ['no pair', []],
    ['too few', Array.from({ length: 29 }, () => ({ a: half(100, 9), b: half(100, 1) }))],
    ['no event', Array.from({ length: 99 }, () => ({ a: half(100, 0), b: half(100, 0) }))],
    ['only events', Array.from({ length: 99 }, () => ({ a: half(9, 9), b: half(9, 9) }))],
    ['an empty half', Array.from({ length: 99 }, () => ({ a: half(0, 0), b: half(9, 3) }))],
    ['hardly any event', Array.from({ length: 30 }, () => ({ a: half(100, 1), b: half(100, 0) }))],
  ])('of %s is not known', (_, pairs) => expect(splitDispersion(pairs)).toBeNull());
  it('does not depend on which half is first, nor on the order', () => {
    const pair = fc.record({ a: fc.nat(50), b: fc.nat(50), more: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 40, maxLength: 60 }), (counts) => {
        const pairs = counts.map(({ a, b, more }) => ({ a: half(100 + more, a), b: half(100, b) }));
        const swapped = pairs.map(({ a, b }) => ({ a: b, b: a })).reverse();
        const [one, other] = [splitDispersion(pairs), splitDispersion(swapped)];
        expect(one === null).toBe(other === null);
        if (one !== null) expect(other! / one).toBeCloseTo(1, 9);
      }),
    );
  });
});
