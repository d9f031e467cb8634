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
    expect(permitCheck({ ...good, personRequired: false, approval: { ...subject, answer: 'ELAPSED' } }).allowed).toBe(
      true,
    );
  });
});
