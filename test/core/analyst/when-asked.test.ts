import { describe, expect, it } from '@jest/globals';
import { whenAsked } from '../../../core/analyst/when-asked.ts';
import { shift } from './some-shift.ts';

const by = (rule: string) => ({ because: { rule, status: 'REJECT', observed: '', required: '', children: [] } });
const harm = { decision: 'ROLL_BACK', result: 'FAILED', ...by('judge') };

describe('when the analyst is asked', () => {
  it.each<[string, object, string]>([
    ['a canary that passed', {}, 'BEFORE'],
    ['a canary that proved nothing', { result: 'INCONCLUSIVE' }, 'BEFORE'],
    ['staging that passed', { phase: 'STAGING' }, 'BEFORE'],
    ['harm in the canary', harm, 'AFTER'],
    ['harm in the rollout', { ...harm, phase: 'ROLLOUT' }, 'AFTER'],
    ['harm in the watch', { ...harm, phase: 'WATCH' }, 'AFTER'],
    ['checks that failed in staging', { ...harm, phase: 'STAGING', ...by('checks') }, 'AFTER'],
    ['a rollout that stays', { phase: 'ROLLOUT', decision: 'PROMOTE' }, 'NEVER'],
    ['a watch without harm', { phase: 'WATCH', decision: 'PROMOTE' }, 'NEVER'],
    ['a shift that somebody cancelled', { result: 'CANCELLED', ...by('stop') }, 'NEVER'],
    ['one that the deployer ended', { result: 'FAILED', ...by('deployer') }, 'NEVER'],
    ['one that the deployer lost', { ...harm, ...by('deployer') }, 'NEVER'],
    ['traffic that could not be given back', { ...harm, result: 'ROLLBACK_FAILED' }, 'NEVER'],
    ['a shift that nobody decided on', { decision: null, result: null, because: null }, 'NEVER'],
    ['a shift of which nothing was seen', { analysis: null, checks: [] }, 'NEVER'],
  ])('%s: %s', (_, over, when) => {
    expect(whenAsked(shift(over))).toBe(when);
  });
});
