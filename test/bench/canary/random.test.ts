import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../../bench/canary/random.ts';

const N = 40_000;

function moments(draw: (random: Random) => number, seed = 'moments') {
  const random = createRandom(seed);
  const values = Array.from({ length: N }, () => draw(random));
  const mean = values.reduce((a, b) => a + b, 0) / N;
  return { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / N, values };
}

describe('random numbers of a seed', () => {
  it('are the same for the same seed and others for another', () => {
    const draw = (seed: string) => {
      const random = createRandom(seed);
      return [random.uniform(), random.normal(), random.poisson(5), random.poisson(500), random.binomial(100, 0.2)];
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(createRandom('golden').uniform()).toBeCloseTo(createRandom('golden').uniform(), 15);
  });

  it.each<[string, (random: Random) => number, number, number]>([
    ['uniform', (r) => r.uniform(), 0.5, 1 / 12],
    ['normal', (r) => r.normal(), 0, 1],
    ['gamma 2', (r) => r.gamma(2), 2, 2],
    ['Poisson 0.2', (r) => r.poisson(0.2), 0.2, 0.2],
    ['Poisson 12', (r) => r.poisson(12), 12, 12],
    ['Poisson 500, by rejection', (r) => r.poisson(500), 500, 500],
    ['binomial 25, .001', (r) => r.binomial(25, 0.001), 0.025, 0.025],
    ['binomial 500, .05', (r) => r.binomial(500, 0.05), 25, 23.75],
    ['binomial 40, .8', (r) => r.binomial(40, 0.8), 32, 6.4],
    ['geometric of mean 5', (r) => r.geometric(5), 5, 20],
    ['log-normal', (r) => r.logNormal(80, 0.7), 80 * Math.exp(0.245), 80 ** 2 * Math.exp(0.49) * (Math.exp(0.49) - 1)],
  ])('%s: mean and variance are what they should be', (_, draw, mean, variance) => {
    const found = moments(draw);
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / N));
    expect(found.variance / variance).toBeGreaterThan(0.85);
    expect(found.variance / variance).toBeLessThan(1.15);
  });

  it('a Pareto number of exponent 1.6 is above 10 with probability 10^-1.6', () => {
    const { values } = moments((r) => r.pareto(1.6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
    expect(values.filter((v) => v > 10).length / N).toBeCloseTo(10 ** -1.6, 2);
  });

  it('counts stay in their bounds at the edges', () => {
    const random = createRandom('edges');
    expect([random.poisson(0), random.binomial(0, 0.5), random.binomial(7, 0), random.binomial(7, 1)]).toEqual([
      0, 0, 0, 7,
    ]);
    expect(random.geometric(1)).toBe(1);
    const drawn = Array.from({ length: 2000 }, () => random.binomial(3, 0.4));
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([0, 3]);
  });
});
