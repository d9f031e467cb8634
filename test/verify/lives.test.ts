import { describe, expect, it } from '@jest/globals';
import { liveBatch } from '../../verify/lives/batch.ts';
import { liveSeed, replayLife } from '../../verify/lives/life.ts';
import { kindOf, shrink } from '../../verify/lives/shrink.ts';
import { missingOutcomes, summary } from '../../verify/lives/summary.ts';
import { PLANTED } from './planted-bugs.ts';

describe('lives: whole releases in a world that goes wrong', () => {
  it('of some hundred lives none does harm, and nearly everything that can happen has happened', async () => {
    const tally = await liveBatch(1, 250);
    expect(tally.failures).toEqual([]);
    expect(missingOutcomes(tally)).toEqual([]);
    for (const kind of ['THROTTLED', 'LOST_REPLY', 'KILLED', 'PAUSED', 'DOUBLE_EVENT', 'DROPPED_EVENT', 'CLOCK_SKEW'])
      expect({ kind, times: tally.counts.get(`fault ${kind}`) ?? 0 }).not.toEqual({ kind, times: 0 });
    expect(tally.counts.get('answer APPROVE')).toBeGreaterThan(10);
    expect(summary(tally, 10)[0]).toMatch(/^250 lives, \d+ releases, [\d,]+ steps/);
  }, 120_000);

  it('the plainest life is one change that is deployed', async () => {
    const { violations, counts } = await replayLife([]);
    expect(violations).toEqual([]);
    expect([...counts].filter(([what]) => /^(outcome|fault)/.test(what))).toEqual([['outcome DEPLOYED', 1]]);
  });

  it('a seed gives the same life, byte for byte, also by its choices', async () => {
    for (const seed of [3, 15, 57]) {
      const first = await liveSeed(seed, { tracing: true });
      const again = await liveSeed(seed, { tracing: true });
      const replayed = await replayLife(first.choices, { tracing: true });
      expect(first.lines.length).toBeGreaterThan(20);
      expect(again.lines.join('\n')).toBe(first.lines.join('\n'));
      expect(replayed.lines.join('\n')).toBe(first.lines.join('\n'));
    }
  });

  it('makes a failing life plainer and keeps its failure', async () => {
    const { tamper } = PLANTED.find(({ name }) => name === 'a time lock that is over at once')!;
    let seed = 1;
    let life = await liveSeed(seed, { tamper });
    while (life.violations.length === 0) life = await liveSeed((seed += 1), { tamper });
    const shrunk = await shrink(life.choices, { tamper });
    expect(shrunk.length).toBeLessThan(life.choices.length / 2);
    const plainer = await replayLife(shrunk, { tamper, tracing: true });
    expect(kindOf(plainer)).toBe(kindOf(life));
    expect(plainer.lines.at(-1)).toContain('VIOLATED');
    expect((await replayLife(shrunk)).violations).toEqual([]);
  }, 120_000);
});
