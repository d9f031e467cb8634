import { describe, expect, it } from '@jest/globals';
import { checksDue, isUnused, type LookAtChecks } from '../../../core/canary/checks-due.ts';
import { addPing, NO_PINGS, pingsFail, pingWords } from '../../../core/canary/pings.ts';
import { arm, buckets, watched } from './canary-buckets.ts';

const seen = (requests: number) => watched(buckets(60, () => ({ canary: arm(requests) }))).analysis;
const USED = seen(50);
const UNUSED = seen(0);
const health = (passed: boolean) => [{ kind: 'service-health', passed, detail: '/health: status 500' }];
const after = (...results: boolean[]) => results.reduce((pings, passed) => addPing(pings, health(passed)), NO_PINGS);

const look = (over: Partial<LookAtChecks>): LookAtChecks => ({
  ...{ phase: 'WATCH', state: 'COMPLETE', elapsedSeconds: 60, plannedSeconds: 600, checkedAtStart: false },
  ...{ analysis: USED, pings: NO_PINGS },
  ...over,
});

describe('what a look asks of the service (004-23, 001-26)', () => {
  it.each<[string, Partial<LookAtChecks>, string]>([
    ['watch: its health', {}, 'HEALTH'],
    ['also when its time is over', { elapsedSeconds: 600 }, 'HEALTH'],
    ['watch that nobody used: everything, at the end', { elapsedSeconds: 600, analysis: UNUSED }, 'ALL'],
    ['and not before', { analysis: UNUSED }, 'HEALTH'],
    ['watch of what is not there', { state: 'RETURNED' }, 'NONE'],
    ['rollout: nothing', { phase: 'ROLLOUT', elapsedSeconds: 600 }, 'NONE'],
    ['unless nobody used it', { phase: 'ROLLOUT', elapsedSeconds: 600, analysis: UNUSED }, 'ALL'],
    ['which is asked at 100 %', { phase: 'ROLLOUT', elapsedSeconds: 600, analysis: UNUSED, state: 'SHIFTING' }, 'NONE'],
    ['canary: nothing, it has a share only', { phase: 'CANARY', elapsedSeconds: 600, analysis: UNUSED }, 'NONE'],
    ['staging: everything at first', { phase: 'STAGING', state: 'SHIFTING' }, 'ALL'],
    ['not between', { phase: 'STAGING', checkedAtStart: true }, 'NONE'],
    ['and at the end', { phase: 'STAGING', checkedAtStart: true, elapsedSeconds: 600 }, 'ALL'],
    ['staging that does not serve', { phase: 'STAGING', state: 'STARTING' }, 'NONE'],
    ['nothing before there is traffic', { elapsedSeconds: null }, 'NONE'],
  ])('%s', (_, over, due) => {
    expect(checksDue(look(over))).toBe(due);
  });

  it('its own pings, each of up to three tries, are nobody using it', () => {
    const analysis = { ...USED, bad: { canaryErrors: 0, canaryRequests: 6 } };
    expect(isUnused(analysis, after(true, true))).toBe(true);
    expect(isUnused(analysis, after(true))).toBe(false);
    expect(isUnused(analysis, null)).toBe(false);
    expect(isUnused({ ...analysis, bad: { canaryErrors: 0, canaryRequests: Number.NaN } }, null)).toBe(true);
  });
});

describe('pings', () => {
  it.each([
    [[], false],
    [[false], false],
    [[false, true, true, false], false],
    [[true, false, false], true],
    [[false, true, false], true],
    [[false, false, true, true], false],
  ] as const)('004-21: of %p: two of the last three failed is %p', (results, fails) => {
    expect(pingsFail(after(...results))).toBe(fails);
  });

  it('one that did not run has failed, whatever else passed', () => {
    const functional = [{ kind: 'functional', passed: true, detail: '' }];
    expect(addPing(NO_PINGS, functional)).toMatchObject({ ran: 1, failed: 1, problem: 'the health check did not run' });
    expect(addPing(NO_PINGS, [])).toMatchObject({ failed: 1 });
    expect(addPing(NO_PINGS, [...health(true), ...health(false)])).toMatchObject({ failed: 1 });
    expect(addPing(NO_PINGS, [{ kind: 'service-health', passed: 'yes' as never, detail: '' }])).toMatchObject({
      failed: 1,
    });
  });

  it('are small whatever their number, and told in words', () => {
    const many = after(...Array<boolean>(500).fill(true), false);
    expect(many).toMatchObject({ ran: 501, failed: 1, last: [true, true, false] });
    expect(pingWords(many)).toBe('500 of 501 health checks passed');
    const long = addPing(NO_PINGS, [{ kind: 'service-health', passed: false, detail: 'x'.repeat(9000) }]);
    expect(JSON.stringify(long).length).toBeLessThan(400);
  });
});
