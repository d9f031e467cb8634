import { describe, expect, it } from '@jest/globals';
import { startRefusal, type StartFacts } from '../../../core/canary/start-refusal.ts';

const releaseId = 'rel-7';
const permit = { digest: 'sha256:7', fence: 3, expiresAt: 2000, consumedBy: null };

/** Everything is as it has to be. */
const facts = (over: Partial<StartFacts> = {}): StartFacts => ({
  phase: 'ROLLOUT',
  stop: null,
  killSwitch: null,
  running: true,
  productionHealthy: true,
  alarms: [{ name: 'errors', state: 'OK' }],
  mayLackData: ['rare'],
  permit,
  digest: 'sha256:7',
  fence: { releaseId, fence: 3 },
  releaseId,
  now: 1000,
  ...over,
});
const stop = { kind: 'CANCEL', by: 'dev', reason: 'not now', at: '2026-01-05T10:00:00.000Z' } as const;

describe('start-refusal', () => {
  it.each(['STAGING', 'CANARY', 'ROLLOUT'] as const)('%s starts when nothing speaks against it', (phase) => {
    expect(startRefusal(facts({ phase }))).toBeNull();
  });

  it.each([
    ['a home without alarms', []],
    ['an alarm without data that may lack it', [{ name: 'rare', state: 'INSUFFICIENT_DATA' }]],
  ] as const)('%s keeps nothing from starting', (_, alarms) => {
    expect(startRefusal(facts({ alarms }))).toBeNull();
  });

  const everywhere: [string, Partial<StartFacts>, string, string][] = [
    ['a stop was asked for', { stop }, 'stop', 'CANCEL by dev: not now'],
    ['the kill switch is on', { killSwitch: 'fire' }, 'kill-switch', 'on: fire'],
    ['the kill switch is on without a reason', { killSwitch: '' }, 'kill-switch', 'on: '],
    ['nothing serves', { running: false }, 'baseline', 'nothing serves production'],
    ['production is ill (001-66)', { productionHealthy: false }, 'production-health', 'the health check fails'],
    ['an alarm is on', { alarms: [{ name: 'errors', state: 'ALARM' }] }, 'alarms', 'errors is on'],
    ['an alarm that may lack data is on', { alarms: [{ name: 'rare', state: 'ALARM' }] }, 'alarms', 'rare is on'],
    ['an alarm has no data', { alarms: [{ name: 'p99', state: 'INSUFFICIENT_DATA' }] }, 'alarms', 'p99 has no data'],
    [
      'alarms are not there, whatever they may lack',
      {
        alarms: [
          { name: 'gone', state: 'UNKNOWN' },
          { name: 'errors', state: 'OK' },
          { name: 'rare', state: 'UNKNOWN' },
        ],
      },
      'alarms',
      'gone does not exist or could not be read, rare does not exist or could not be read',
    ],
    ['nobody knows the alarms', { alarms: null }, 'alarms', 'the alarms of the service could not be asked'],
    ['nobody holds the lock', { fence: null }, 'lock', 'this release does not hold the lock'],
    [
      'another holds the lock',
      { fence: { releaseId: 'rel-8', fence: 3 } },
      'lock',
      'this release does not hold the lock',
    ],
  ];
  it.each(
    (['STAGING', 'CANARY', 'ROLLOUT'] as const).flatMap((phase) => everywhere.map((e) => [phase, ...e] as const)),
  )('%s does not when %s', (phase, _, over, rule, observed) => {
    const refusal = startRefusal(facts({ phase, ...over }));
    expect(refusal).toMatchObject({
      result: rule === 'stop' ? 'CANCELLED' : 'NOT_STARTED',
      because: { rule, status: 'REJECT', observed },
    });
  });

  it.each<[string, Partial<StartFacts>, string]>([
    ['there is none', { permit: null }, 'none'],
    ['it is for other bytes', { permit: { ...permit, digest: 'sha256:8' } }, 'for sha256:8'],
    ['the lock has changed hands since', { permit: { ...permit, fence: 2 } }, 'under fence 2, the lock has 3'],
    ['it would be of a later lock', { permit: { ...permit, fence: 4 } }, 'under fence 4, the lock has 3'],
    ['it was used', { permit: { ...permit, consumedBy: 'rel-8.ROLLOUT' } }, 'used'],
    ['it has just expired', { now: 2000 }, 'expired'],
  ])('a rollout needs its permit: %s', (_, over, observed) => {
    expect(startRefusal(facts(over))).toMatchObject({ result: 'NOT_STARTED', because: { rule: 'permit', observed } });
    expect(startRefusal(facts({ ...over, phase: 'CANARY' }))).toBeNull();
  });

  it('a rollout that was begun with its permit may ask again, also when that has expired; of other bytes never', () => {
    const consumed = { ...permit, consumedBy: `${releaseId}.ROLLOUT` };
    expect(startRefusal(facts({ permit: consumed, now: 9000 }))).toBeNull();
    expect(startRefusal(facts({ permit: { ...consumed, digest: 'sha256:8' } }))).not.toBeNull();
    expect(startRefusal(facts({ permit: { ...consumed, fence: 2 } }))).not.toBeNull();
  });

  it('the watch is never refused: only an observation gives the traffic back', () => {
    for (const [, over] of everywhere)
      expect(startRefusal(facts({ phase: 'WATCH', permit: null, ...over }))).toBeNull();
  });

  it('the person who asked to stop is told before anything else', () => {
    const refusal = startRefusal(facts({ stop, killSwitch: 'fire', running: false, fence: null, permit: null }));
    expect(refusal?.result).toBe('CANCELLED');
  });

  it('text from outside is bounded', () => {
    const refusal = startRefusal(facts({ killSwitch: 'x'.repeat(10_000) }));
    expect(refusal?.because.observed).toHaveLength(2000);
  });
});
