import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../../core/contracts/config.ts';
import type { Plan } from '../../../core/contracts/verdict.ts';
import { type AheadFacts, planAhead } from '../../../core/hold/plan-ahead.ts';

const now = Date.parse('2026-01-05T10:00:00.000Z');
const minute = 60_000;
const facts = (changes: Partial<AheadFacts> = {}): AheadFacts => ({
  holdKind: 'APPROVAL',
  plan: { kind: 'ROLL_OUT', rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' } },
  riskClass: 'MEDIUM',
  deadline: now + 86_400_000,
  canaryPassedAt: now,
  now,
  timing: configSchema.shape.timing.parse({}),
  rollout: configSchema.shape.rollout.parse({}),
  ...changes,
});
const times = (changes: Partial<AheadFacts>) =>
  planAhead(facts(changes)).map(({ at }) => (Date.parse(at) - now) / minute);

describe('what comes next, in minutes from now', () => {
  it.each([
    ['approval now, canary just ended (K11)', {}, [0, 15, 25, 55]],
    ['approval now, canary an hour ago: 5 min', { canaryPassedAt: now - 60 * minute }, [0, 5, 15, 45]],
    ['the same for HIGH: 15 min', { canaryPassedAt: now - 60 * minute, riskClass: 'HIGH' }, [0, 15, 25, 55]],
    ['cancel window of an hour', { holdKind: 'CANCEL_WINDOW', deadline: now + 60 * minute }, [60, 60, 70, 100]],
    ['time lock with 3 min left', { holdKind: 'TIME_LOCK', deadline: now + 3 * minute }, [3, 13, 43]],
  ] as const)('%s', (_, changes, expected) => {
    expect(times(changes)).toEqual(expected);
  });

  it('004-18: each step is named, with how long it lasts and what ends it', () => {
    const { timing, rollout } = facts();
    const changes = {
      timing: { ...timing, expandSeconds: 90, watchSeconds: 1800 },
      rollout: { ...rollout, expandWeight: 50 },
    };
    const rows = [
      {
        what: '50 % of production traffic',
        at: '2026-01-05T10:15:00.000Z',
        detail: 'for 1.5 min, watched; undone by itself if it hurts',
      },
      {
        what: 'All production traffic',
        at: '2026-01-05T10:16:30.000Z',
        detail: 'watched for 30 min; undone by itself if it hurts',
      },
      {
        what: 'Deployed',
        at: '2026-01-05T10:46:30.000Z',
        detail: 'the old version is let go and everybody is told',
      },
    ];
    expect(planAhead(facts(changes))).toEqual([
      { what: 'Time lock', at: '2026-01-05T10:00:00.000Z', detail: 'can be cancelled until it ends' },
      ...rows,
    ]);
    expect(planAhead(facts({ ...changes, holdKind: 'TIME_LOCK', deadline: now + 15 * minute }))).toEqual(rows);
  });

  it('K25: a plan that moves no traffic is only recorded', () => {
    const plan: Plan = { kind: 'RECORD_ONLY', skipped: ['canary'], why: 'only documents change' };
    expect(planAhead(facts({ plan }))).toEqual([
      { what: 'Recorded as deployed', at: '2026-01-05T10:00:00.000Z', detail: 'only documents change' },
    ]);
  });
});

it.each([
  ['WATCH', 'undone by itself if it hurts'],
  ['CANARY', 'if it hurts the traffic is frozen and people are paged: going back is not safe'],
] as const)('001-40: safe up to %s, it says what happens if it hurts', (lastSafe, what) => {
  const plan = { kind: 'ROLL_OUT', rollback: { class: 'CONTRACT', lastSafe, why: 'drops a column' } } as const;
  const rows = planAhead(facts({ plan })).filter((row) => row.what.includes('production traffic'));
  expect(rows.map((row) => row.detail)).toEqual([`for 10 min, watched; ${what}`, `watched for 30 min; ${what}`]);
});
