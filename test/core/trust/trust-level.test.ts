import { describe, expect, it } from '@jest/globals';
import { trustLevelOf, type PastRelease } from '../../../core/trust/trust-level.ts';

const DAY = 86_400_000;
const now = 1000 * DAY;
const past = (deployed: number, rolledBack = 0, days = 10): PastRelease[] => [
  ...Array.from({ length: deployed }, () => ({ outcome: 'DEPLOYED' as const, closedAtMs: now - days * DAY })),
  ...Array.from({ length: rolledBack }, () => ({ outcome: 'ROLLED_BACK' as const, closedAtMs: now - days * DAY })),
];

describe('trust levels (004-46..50)', () => {
  it.each([
    ['nothing yet', past(0), 'L0'],
    ['19 deployed', past(19), 'L0'],
    ['20 deployed', past(20), 'L1'],
    ['20 deployed and one rolled back', past(20, 1), 'L0'],
    ['99 deployed, clean', past(99), 'L1'],
    ['100 deployed, 1 rolled back (< 2 %)', past(100, 1), 'L2'],
    ['100 deployed, 3 rolled back', past(100, 3), 'L0'],
    ['500 deployed in ten days', past(500), 'L2'],
    ['500 deployed over 90 days', past(500, 4, 90), 'L3'],
    ['500 deployed over 90 days, 1 % rolled back', past(495, 5, 90), 'L2'],
  ])('%s', (_, releases, level) => {
    expect(trustLevelOf(releases, true, now).level).toBe(level);
  });

  it('an identity that nobody proved has no record (K13, design: identity)', () => {
    expect(trustLevelOf(past(500, 0, 200), false, now).level).toBe('L0');
  });
});
