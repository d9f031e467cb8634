import { describe, expect, it } from '@jest/globals';
import { analystPrompt } from '../../../core/analyst/analyst-prompt.ts';
import { worstTokens } from '../../../core/review/fitting-prompt.ts';
import { question } from './some-shift.ts';

describe('how the analyst is asked', () => {
  const { system, user, maxTokens } = analystPrompt(question(), 1500);

  it.each([
    ['000-24', /one question: is the new version healthy/],
    ['000-23', /Do not reason about what the service does or about its business/],
    ['000-23', /Do not predict what users will do/],
    ['000-23', /Do not give advice, on strategy/],
    ['K3', /you can neither let a version through nor stop one/],
  ])('%s: %s', (_, says) => {
    expect(system).toMatch(says);
  });

  it('is told the schema that its answer is read with, and has the tokens of 002-19', () => {
    expect(system).toContain('"required":["healthy","regressions","reasoning"]');
    expect(maxTokens).toBe(1500);
  });

  it('is given the question as JSON and what the tests in it mean', () => {
    const lines = user.split('\n');
    expect(JSON.parse(lines[1]!)).toEqual(question());
    expect(lines[0]).toBe(
      "The judge's tests. errRel: the new version fails a larger share of requests than the old one.",
    );
  });

  it('002-19: of staging it is told what to compare with', () => {
    const staging = analystPrompt(question({ phase: 'STAGING' }), 1500);
    expect(staging.user).toMatch(/^This was staging: .*"past", which is production's own/);
    expect(staging.system).toBe(system);
  });

  it('fits into the tokens of one call (003-34)', () => {
    const { inputTokens, outputTokens } = worstTokens(analystPrompt(question(), 1500));
    expect(inputTokens + outputTokens).toBeLessThan(16_000 / 2);
  });
});
