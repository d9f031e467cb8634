import { describe, expect, it } from '@jest/globals';
import { MAX_LOCK_WAIT_MS, admission, type AdmissionFacts } from '../../../core/lock/admission.ts';

const facts = (over: Partial<AdmissionFacts> = {}): AdmissionFacts => ({
  stop: null,
  killSwitch: null,
  quarantine: null,
  containsRunning: true,
  waitedMs: 0,
  ...over,
});

describe('admission', () => {
  it('may queue when nothing speaks against it, for twelve hours', () => {
    expect(MAX_LOCK_WAIT_MS).toBe(12 * 60 * 60 * 1000);
    expect(admission(facts())).toEqual({ kind: 'ADMITTED' });
    expect(admission(facts({ waitedMs: MAX_LOCK_WAIT_MS }))).toEqual({ kind: 'ADMITTED' });
    expect(admission(facts({ waitedMs: MAX_LOCK_WAIT_MS + 1 }))).toEqual({
      kind: 'EXPIRED',
      why: 'the lock of the service was not free within 12 hours',
    });
  });

  it.each<[string, Partial<AdmissionFacts>, string, string]>([
    ['a stop', { stop: 'not now' }, 'STOPPED', 'not now'],
    ['the kill switch', { killSwitch: 'fire' }, 'REFUSED', 'the kill switch is on: fire'],
    ['quarantine', { quarantine: 'hurt' }, 'REFUSED', 'this artifact is in quarantine: hurt'],
    ['newer code that runs', { containsRunning: false }, 'REFUSED', 'rebase and submit again'],
    ['an empty stop', { stop: '' }, 'STOPPED', ''],
    ['an empty reason of the kill switch', { killSwitch: '' }, 'REFUSED', 'the kill switch is on'],
    ['an empty reason of the quarantine', { quarantine: '' }, 'REFUSED', 'in quarantine'],
  ])('%s ends it, however short the wait', (_, over, kind, why) => {
    expect(admission(facts(over))).toEqual({ kind, why: expect.stringContaining(why) });
  });

  it('of several reasons the request to stop is told, then what is refused, then the wait', () => {
    const all = facts({ stop: 'a', killSwitch: 'b', quarantine: 'c', containsRunning: false, waitedMs: Infinity });
    expect(admission(all).kind).toBe('STOPPED');
    expect(admission({ ...all, stop: null })).toMatchObject({ kind: 'REFUSED', why: expect.stringContaining('b') });
    expect(admission({ ...all, stop: null, killSwitch: null })).toMatchObject({ why: expect.stringContaining('c') });
  });
});
