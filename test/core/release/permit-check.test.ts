import { describe, expect, it } from '@jest/globals';
import { permitCheck, type PermitFacts } from '../../../core/release/permit-check.ts';

const subject = { head: 'a'.repeat(40), digest: `sha256:${'b'.repeat(64)}`, configHash: `sha256:${'c'.repeat(64)}` };
const good: PermitFacts = {
  decided: subject,
  now: subject,
  nowMs: 2000,
  stop: null,
  gatesPassed: true,
  approval: { answer: 'APPROVED', ...subject },
  personRequired: true,
  stagingPassed: true,
  canaryJudged: true,
  timeLock: { answer: 'ELAPSED', deadlineMs: 1000 },
  killSwitch: null,
  freeze: null,
  quarantine: null,
  productionHealthy: true,
  containsRunning: true,
  lockFence: 3,
};

describe('permitCheck', () => {
  it('allows when everything still holds', () => {
    expect(permitCheck(good)).toMatchObject({ allowed: true, because: { status: 'OK' } });
  });

  const other = `sha256:${'d'.repeat(64)}`;
  it.each<[string, Partial<PermitFacts>]>([
    ['not-stopped', { stop: 'cancelled by alice' }],
    ['head-unchanged', { now: { ...subject, head: 'e'.repeat(40) } }],
    ['head-unchanged', { now: { ...subject, head: null } }],
    ['digest-unchanged', { now: { ...subject, digest: other } }],
    ['policy-unchanged', { now: { ...subject, configHash: other } }],
    ['gates-passed', { gatesPassed: false }],
    ['staging-passed', { stagingPassed: false }],
    ['canary-judged', { canaryJudged: false }],
    ['approval-valid', { approval: null }],
    ['approval-valid', { approval: { ...subject, answer: 'ELAPSED' } }],
    ['approval-valid', { approval: { ...subject, answer: 'APPROVED', head: 'e'.repeat(40) } }],
    ['approval-valid', { approval: { ...subject, answer: 'APPROVED', digest: other } }],
    ['approval-valid', { approval: { ...subject, answer: 'APPROVED', configHash: other } }],
    ['approval-valid', { personRequired: false, approval: { ...subject, answer: 'EXPIRED' } }],
    ['time-lock-elapsed', { timeLock: null }],
    ['time-lock-elapsed', { timeLock: { answer: 'ELAPSED', deadlineMs: 2001 } }],
    ['time-lock-elapsed', { timeLock: { answer: 'CANCELLED', deadlineMs: 1000 } }],
    ['kill-switch-off', { killSwitch: 'incident' }],
    ['no-freeze', { freeze: 'holidays' }],
    ['not-quarantined', { quarantine: 'rolled back' }],
    ['production-healthy', { productionHealthy: false }],
    ['contains-running', { containsRunning: false }],
    ['lock-held', { lockFence: null }],
  ])('refuses by %s', (rule, change) => {
    const { allowed, because } = permitCheck({ ...good, ...change });
    expect(allowed).toBe(false);
    expect(because.children.filter((r) => r.status !== 'OK').map((r) => r.rule)).toEqual([rule]);
  });

  it('needs no approval where no person is required', () => {
    expect(permitCheck({ ...good, personRequired: false, approval: null }).allowed).toBe(true);
    for (const answer of ['ELAPSED', 'APPROVED'])
      expect(permitCheck({ ...good, personRequired: false, approval: { ...subject, answer } }).allowed).toBe(true);
  });

  it('K11: the time lock is over at its deadline, not a millisecond earlier', () => {
    const at = (nowMs: number) =>
      permitCheck({ ...good, nowMs, timeLock: { answer: 'ELAPSED', deadlineMs: 1000 } }).allowed;
    expect([at(999), at(1000), at(1001)]).toEqual([false, true, true]);
  });
});

describe('what a permit says of itself', () => {
  const ok = (rule: string, observed: string, required: string) =>
    ({ rule, status: 'OK', observed, required, children: [] }) as const;
  const refusal = (change: Partial<PermitFacts>) => {
    const { because } = permitCheck({ ...good, ...change });
    const { rule, status, observed } = because;
    return { rule, status, observed, refused: because.children.filter((one) => one.status !== 'OK') };
  };

  it('names every check that held, what was seen and what was asked for', () => {
    expect(permitCheck(good).because).toEqual({
      rule: 'permit',
      status: 'OK',
      observed: 'everything still holds',
      required: 'every check holds at this moment',
      children: [
        ok('not-stopped', 'nobody asked to stop', 'no request to stop'),
        ok('head-unchanged', 'aaaaaaaaaaaa', 'the change still ends at aaaaaaaaaaaa'),
        ok('digest-unchanged', 'bbbbbbbbbbbb', 'the artifact is still bbbbbbbbbbbb'),
        ok('policy-unchanged', 'cccccccccccc', 'config and policies are still cccccccccccc'),
        ok('gates-passed', 'passed', 'every gate passed'),
        ok('staging-passed', 'passed', 'staging passed'),
        ok('canary-judged', 'judged', 'the canary was judged and may proceed'),
        ok('approval-valid', 'APPROVED', 'the answer is for exactly this head, artifact and policy'),
        ok(
          'time-lock-elapsed',
          'ELAPSED at 1970-01-01T00:00:02.000Z',
          'the time lock runs until 1970-01-01T00:00:01.000Z',
        ),
        ok('kill-switch-off', 'off', 'off'),
        ok('no-freeze', 'none', 'no freeze window now'),
        ok('not-quarantined', 'no', 'this digest was never rolled back'),
        ok('production-healthy', 'healthy', 'production answers its health check'),
        ok('contains-running', 'yes', 'the head contains the commit that serves now'),
        ok('lock-held', 'fence 3', 'this release holds the lock'),
      ],
    });
  });

  it.each<[string, Partial<PermitFacts>]>([
    ['not-stopped: cancelled by alice', { stop: 'cancelled by alice' }],
    ['head-unchanged: not found', { now: { ...subject, head: null } }],
    ['digest-unchanged: dddddddddddd', { now: { ...subject, digest: `sha256:${'d'.repeat(64)}` } }],
    ['gates-passed: not passed', { gatesPassed: false }],
    ['staging-passed: not passed', { stagingPassed: false }],
    ['canary-judged: not judged', { canaryJudged: false }],
    ['approval-valid: nobody approved', { approval: null }],
    ['approval-valid: REJECTED', { approval: { ...subject, answer: 'REJECTED' } }],
    [
      'approval-valid: APPROVED for something else',
      { approval: { ...subject, answer: 'APPROVED', head: 'e'.repeat(40) } },
    ],
    ['time-lock-elapsed: no time lock was held', { timeLock: null }],
    [
      'time-lock-elapsed: CANCELLED at 1970-01-01T00:00:02.000Z',
      { timeLock: { answer: 'CANCELLED', deadlineMs: 1000 } },
    ],
    ['kill-switch-off: incident', { killSwitch: 'incident' }],
    ['no-freeze: holidays', { freeze: 'holidays' }],
    ['not-quarantined: rolled back', { quarantine: 'rolled back' }],
    ['production-healthy: not healthy', { productionHealthy: false }],
    ['contains-running: no', { containsRunning: false }],
    ['lock-held: not held', { lockFence: null }],
    ['gates-passed: not passed; lock-held: not held', { gatesPassed: false, lockFence: null }],
  ])('refuses with "%s"', (observed, change) => {
    expect(refusal(change)).toMatchObject({ rule: 'permit', status: 'REJECT', observed });
    expect(refusal(change).refused.map(({ status }) => status)).toEqual(observed.split('; ').map(() => 'REJECT'));
  });

  it('says whose answer was missing, and where none was needed', () => {
    expect(refusal({ approval: null }).refused).toMatchObject([{ required: 'a person approved' }]);
    expect(refusal({ timeLock: null }).refused).toMatchObject([{ required: 'a time lock that ran to its end' }]);
    const { because } = permitCheck({ ...good, personRequired: false, approval: null });
    expect(because.children).toContainEqual(ok('approval-valid', 'not required', 'no person is required'));
  });

  it('cuts the name of the algorithm off the beginning alone', () => {
    expect(refusal({ now: { ...subject, digest: 'x-sha256:ff' } }).observed).toBe('digest-unchanged: x-sha256:ff');
  });
});
