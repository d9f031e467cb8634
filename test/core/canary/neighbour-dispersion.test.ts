import { describe, expect, it } from '@jest/globals';
import { dispersionAtShare } from '../../../core/canary/dispersion-at-share.ts';
import { neighbourDispersion } from '../../../core/canary/neighbour-dispersion.ts';
import { splitDispersion, type Halves } from '../../../core/canary/split-dispersion.ts';
import { uniform } from '../../support/uniform.ts';

type Half = Halves['a'];

const times = <T>(n: number, of: (i: number) => T) => Array.from({ length: n }, (_, i) => of(i));
const at = (draw: () => number, requests: number, rate: number): Half => ({
  requests,
  events: times(requests, () => (draw() < rate ? 1 : 0)).reduce<number>((sum, one) => sum + one, 0),
});
const paired = (stretches: readonly Half[]): Halves[] =>
  times(Math.floor(stretches.length / 2), (i) => ({ a: stretches[2 * i]!, b: stretches[2 * i + 1]! }));

describe('dispersion of neighbouring stretches (canary.md, Dispersion)', () => {
  it('is 1 by chance, whatever the traffic of a stretch', () => {
    const draw = uniform(1);
    const stretches = times(3000, (i) => at(draw, 20 + (i % 7) * 20, 0.05));
    expect(Math.abs(neighbourDispersion(paired(stretches))! - 1)).toBeLessThan(0.12);
  });

  it('is k where events come k at a time', () => {
    const draw = uniform(2);
    const stretches = times(3000, () => ({ requests: 1000, events: 5 * at(draw, 200, 0.02).events }));
    expect(Math.abs(neighbourDispersion(paired(stretches))! / 5 - 1)).toBeLessThan(0.12);
  });

  it('a stretch in which nearly everything is slow does not hide itself', () => {
    const stretches = times(400, (i) => ({ requests: 50, events: i % 20 === 0 ? 49 : i % 3 }));
    expect(neighbourDispersion(paired(stretches))!).toBeGreaterThan(1.5 * splitDispersion(paired(stretches))!);
  });

  it.each<[string, readonly Half[]]>([
    ['nothing was seen', []],
    ['there are 29 pairs', times(58, () => ({ requests: 100, events: 30 }))],
    ['there were hardly any events', times(100, (i) => ({ requests: 100, events: i === 0 ? 3 : 0 }))],
    ['every request is an event', times(100, () => ({ requests: 10, events: 10 }))],
    ['a stretch has one request', times(1000, (i) => ({ requests: 1, events: i % 2 }))],
  ])('is not known where %s', (_, stretches) => {
    expect(neighbourDispersion(paired(stretches))).toBeNull();
  });
});

describe('dispersion at a share of the traffic', () => {
  it.each([
    [0.05, { p99: 1 + 0.095 * 20, latAbs: 1 + 0.05 * 20 }],
    [0.25, { p99: 1 + 0.375 * 20, latAbs: 1 + 0.25 * 20 }],
    [0.9, { p99: 1 + 0.9 * 20, latAbs: 1 + 0.9 * 20 }],
    [1, { p99: 21, latAbs: 21 }],
  ])('of %d', (share, expected) => {
    const scaled = dispersionAtShare({ p99: 21, latAbs: 21 }, share);
    expect(scaled.p99).toBeCloseTo(expected.p99, 9);
    expect(scaled.latAbs).toBeCloseTo(expected.latAbs, 9);
    expect(scaled.p50).toBeUndefined();
  });

  it.each([
    [0.05, 0.2],
    [0.1, 0.3],
    [0.1, 0.9],
    [0.25, 0.6],
  ])('is no less than what two processes show that stall by themselves: a share of %d, %d slow', (share, stalled) => {
    const draw = uniform(5);
    const rate = () => (draw() < 0.05 ? stalled : 0.01);
    const pairs = times(12_000, (): Halves => ({
      a: at(draw, 60 * share, rate()),
      b: at(draw, 60 * (1 - share), rate()),
    }));
    const whole = neighbourDispersion(paired(times(12_000, () => at(draw, 60, rate()))))!;
    const beside = splitDispersion(pairs)!;
    expect(dispersionAtShare({ p99: whole }, share).p99! / beside).toBeGreaterThan(0.95);
    expect(whole).toBeGreaterThan(1.5 * beside);
  });
});
