import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Terminal } from '../../../core/contracts/errors.ts';
import type { Plan } from '../../../core/contracts/verdict.ts';
import { type HoldFacts, holdFor } from '../../../core/hold/hold-for.ts';

const now = Date.parse('2026-01-05T10:00:00.000Z');
const minute = 60_000;
const timing = {
  approvalSeconds: 86_400,
  cancelWindowSeconds: 3600,
  timeLockSeconds: 900,
  timeLockAfterApprovalSeconds: 300,
};
type Changes = Partial<Omit<HoldFacts, 'verdict'>> & { readonly verdict?: Partial<HoldFacts['verdict']> };
const facts = (changes: Changes = {}): HoldFacts => ({
  gate: 'APPROVAL',
  staging: 'PASSED',
  canary: 'PASSED',
  now,
  canaryPassedAt: now,
  approvedAt: null,
  timing,
  ...changes,
  verdict: {
    route: 'HUMAN',
    riskClass: 'MEDIUM',
    plan: { kind: 'ROLL_OUT', rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' } },
    ...changes.verdict,
  },
});
const iso = (ms: number) => new Date(ms).toISOString();

describe('the hold before production', () => {
  it('001-38: a person has 24 hours and silence cancels', () => {
    expect(holdFor(facts())).toEqual({
      kind: 'HOLD',
      holdKind: 'APPROVAL',
      deadline: iso(now + 86_400_000),
      silence: 'CANCEL',
    });
  });

  it('001-55: a cancel window lasts 1 hour and silence proceeds', () => {
    expect(holdFor(facts({ verdict: { route: 'CANCEL_WINDOW' } }))).toEqual({
      kind: 'HOLD',
      holdKind: 'CANCEL_WINDOW',
      deadline: iso(now + 3_600_000),
      silence: 'PROCEED',
    });
  });

  it('001-54: an autonomous release is not held for a person', () => {
    expect(holdFor(facts({ verdict: { route: 'AUTONOMOUS' } }))).toEqual({ kind: 'NONE' });
  });

  it.each(['CANCEL_WINDOW', 'AUTONOMOUS'] as const)('K1: class HIGH never goes by %s', (route) => {
    expect(() => holdFor(facts({ verdict: { route, riskClass: 'HIGH' } }))).toThrow(
      new Terminal(`class HIGH always needs a person; the route was ${route}`),
    );
  });

  it.each(['CANCEL_WINDOW', 'AUTONOMOUS'] as const)('002-19: so does an inconclusive staging on route %s', (route) => {
    const open = { staging: 'INCONCLUSIVE', verdict: { route } } as const;
    expect(holdFor(facts(open))).toMatchObject({ holdKind: 'APPROVAL', silence: 'CANCEL' });
    expect(() => holdFor(facts({ ...open, gate: 'TIME_LOCK' }))).toThrow(/nobody has approved/);
  });

  it.each(['CANCEL_WINDOW', 'AUTONOMOUS'] as const)('an inconclusive canary asks for a person on route %s', (route) => {
    expect(holdFor(facts({ canary: 'INCONCLUSIVE', verdict: { route } }))).toMatchObject({
      holdKind: 'APPROVAL',
      silence: 'CANCEL',
    });
  });

  it.each([null, 'FAILED', 'CANCELLED', 'NOT_STARTED', 'ROLLBACK_FAILED'] as const)(
    'no hold follows a canary that ended as %s',
    (canary) => {
      expect(() => holdFor(facts({ canary }))).toThrow(
        new Terminal(`a hold before production needs a canary that ended well; it ended as ${canary ?? 'nothing'}`),
      );
    },
  );

  it('K25: a plan that moves no traffic needs no canary for its hold', () => {
    const plan: Plan = { kind: 'RECORD_ONLY', skipped: ['canary'], why: 'docs only' };
    expect(holdFor(facts({ canary: null, verdict: { plan } }))).toMatchObject({ holdKind: 'APPROVAL' });
  });

  it('a rejected or unknown route is a fault', () => {
    expect(() => holdFor(facts({ verdict: { route: 'REJECT' } }))).toThrow(
      new Terminal('a rejected change has no hold'),
    );
    expect(() => holdFor(facts({ verdict: { route: 'MAYBE' as 'HUMAN' } }))).toThrow(Terminal);
  });
});

describe('K11: the time lock', () => {
  const lock = (changes: Changes) => holdFor(facts({ gate: 'TIME_LOCK', ...changes }));

  it.each([
    ['no person asked', 'AUTONOMOUS', 'LOW', 0, null, 15],
    ['approval at once', 'HUMAN', 'MEDIUM', 0, 1, 15],
    ['approval 12 min after the canary', 'HUMAN', 'MEDIUM', 0, 12, 17],
    ['approval hours after the canary', 'HUMAN', 'LOW', 0, 240, 245],
    ['HIGH, approval at once', 'HUMAN', 'HIGH', 0, 1, 16],
    ['HIGH, approval hours after', 'HUMAN', 'HIGH', 0, 240, 255],
  ] as const)('%s', (_, route, riskClass, canary, approval, ends) => {
    const approvedAt = approval === null ? null : now + approval * minute;
    expect(lock({ verdict: { route, riskClass }, canaryPassedAt: now + canary * minute, approvedAt })).toEqual({
      kind: 'HOLD',
      holdKind: 'TIME_LOCK',
      deadline: iso(now + ends * minute),
      silence: 'PROCEED',
    });
  });

  it('never assumes an instant that is missing', () => {
    const noCanary = new Terminal('the time lock needs the instant at which the canary ended; there is none');
    expect(() => lock({ canaryPassedAt: null, approvedAt: now })).toThrow(noCanary);
    expect(() => lock({ canaryPassedAt: Number.NaN, approvedAt: now })).toThrow(noCanary);
    expect(() => lock({ approvedAt: Number.NaN })).toThrow(
      new Terminal('the time lock needs a valid instant of the approval'),
    );
    expect(() => lock({ approvedAt: null })).toThrow(/nobody has approved/);
    expect(() => lock({ verdict: { route: 'AUTONOMOUS' }, canary: 'INCONCLUSIVE' })).toThrow(/nobody has approved/);
    expect(() => lock({ verdict: { route: 'AUTONOMOUS', riskClass: 'HIGH' } })).toThrow(/nobody has approved/);
  });

  it('K25: does not stand for a plan that moves no traffic', () => {
    const plan: Plan = { kind: 'RECORD_ONLY', skipped: ['canary'], why: 'docs only' };
    expect(() => lock({ approvedAt: now, verdict: { plan } })).toThrow(
      new Terminal('a plan that moves no traffic has no time lock'),
    );
  });

  it('000-28: never ends earlier than 15 minutes after the canary, nor than 5 after an approval (15 for HIGH)', () => {
    const at = fc.integer({ min: 0, max: 10 * 86_400_000 });
    fc.assert(
      fc.property(at, at, fc.constantFrom('LOW', 'MEDIUM', 'HIGH'), (canary, approval, riskClass) => {
        const need = lock({ verdict: { riskClass }, canaryPassedAt: now + canary, approvedAt: now + approval });
        if (need.kind !== 'HOLD') throw new Error('expected a hold');
        const end = Date.parse(need.deadline) - now;
        expect(end).toBeGreaterThanOrEqual(canary + 15 * minute);
        expect(end).toBeGreaterThanOrEqual(approval + (riskClass === 'HIGH' ? 15 : 5) * minute);
      }),
    );
  });
});
