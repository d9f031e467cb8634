import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { riskClassSchema, trustLevelSchema } from '../../../core/contracts/facts.ts';
import { outcomeSchema } from '../../../core/contracts/outcome.ts';
import type { TrustEntry } from '../../../core/contracts/trust-entry.ts';
import { trustLevelOf, type TrustQuestion } from '../../../core/trust/trust-level.ts';
import { releaseIdSchema } from '../../../core/contracts/ids.ts';

const DAY = 86_400_000;
const now = Date.parse('2026-06-01T00:00:00.000Z');
const entry = (over: Partial<TrustEntry> = {}, daysAgo = 10): TrustEntry => ({
  releaseId: releaseIdSchema.parse('rel-00000000000000000001'),
  agent: 'builder-01',
  repository: 'acme/shop',
  change: 'pr/1',
  riskClass: 'MEDIUM',
  outcome: 'DEPLOYED',
  model: null,
  promptHash: null,
  closedAt: new Date(now - daysAgo * DAY).toISOString(),
  ...over,
});
/** Each is a change of its own unless a test says otherwise. */
let changes = 0;
const some = (count: number, over: Partial<TrustEntry> = {}, daysAgo = 10) =>
  Array.from({ length: count }, () => entry({ change: `pr/${(changes += 1)}`, ...over }, daysAgo));
const rolledBack = (count = 1) => some(count, { outcome: 'ROLLED_BACK' });
const ask = (entries: readonly TrustEntry[], over: Partial<TrustQuestion> = {}) =>
  trustLevelOf(entries, {
    authenticated: true,
    riskClass: 'LOW',
    labels: { model: null, promptHash: null },
    now,
    ...over,
  });

describe('what is earned (004-46..50)', () => {
  it.each([
    ['004-46 nothing yet', some(0), 'L0'],
    ['004-47 19 deployed', some(19), 'L0'],
    ['004-47 20 deployed', some(20), 'L1'],
    ['004-47 20 deployed, one rolled back', [...rolledBack(), ...some(20)], 'L0'],
    ['004-48 99 deployed', some(99), 'L1'],
    ['004-48 100 deployed, 1 % rolled back', [...rolledBack(1), ...some(100)], 'L2'],
    ['004-48 98 deployed, 2 % rolled back', [...rolledBack(2), ...some(98)], 'L0'],
    ['004-48 100 deployed, 3 rolled back', [...rolledBack(3), ...some(100)], 'L0'],
    ['004-49 500 deployed in ten days', some(500), 'L2'],
    ['004-49 499 deployed over 90 days', some(499, {}, 90), 'L2'],
    ['004-49 500 deployed over 90 days', some(500, {}, 90), 'L3'],
    ['004-49 500 deployed over 89 days', some(500, {}, 89), 'L2'],
    ['004-49 over 90 days, under 1 % rolled back', [...some(500, {}, 90), ...rolledBack(4), ...some(20)], 'L3'],
    ['004-49 over 90 days, 1 % rolled back', [...some(475, {}, 90), ...rolledBack(5), ...some(20)], 'L2'],
  ])('%s', (_, entries, level) => {
    expect(ask(entries).level).toBe(level);
  });

  it('what people, time or a fault ended counts neither way', () => {
    const others = (['CANCELLED', 'EXPIRED', 'SUPERSEDED', 'ERRORED'] as const).flatMap((outcome) =>
      some(50, { outcome }),
    );
    expect(ask([...others, ...some(20)]).level).toBe('L1');
    expect(ask(others).level).toBe('L0');
  });

  it('an identity that nobody proved has no record', () => {
    expect(ask(some(500, {}, 200), { authenticated: false })).toEqual({
      level: 'L0',
      why: 'the author is not authenticated',
    });
  });

  it('what was shown on a class counts for it and for less risky ones only; a rollback counts for all', () => {
    const low = some(100, { riskClass: 'LOW' });
    expect([ask(low).level, ask(low, { riskClass: 'MEDIUM' }).level]).toEqual(['L2', 'L0']);
    const high = some(100, { riskClass: 'HIGH' });
    expect([ask(high).level, ask(high, { riskClass: 'HIGH' }).level]).toEqual(['L2', 'L2']);
    const mixed = [...some(3, { riskClass: 'LOW', outcome: 'ROLLED_BACK' }), ...some(100)];
    expect(ask(mixed, { riskClass: 'MEDIUM' }).level).toBe('L0');
  });
});

describe('what is lost again', () => {
  it.each([
    ['an incident, 19 deployed since', 19, 'L1'],
    ['an incident, 20 deployed since', 20, 'L2'],
  ])('%s', (_, since, level) => {
    expect(ask([...some(150), ...rolledBack(), ...some(since)]).level).toBe(level);
  });

  it('says what was lost and why', () => {
    const { why } = ask([...some(150), ...some(1, { outcome: 'ROLLBACK_FAILED' }, 3), ...some(2)]);
    expect(why).toBe(
      '152 deployed of class LOW or riskier, 1 rolled back in this repository; one level down: ROLLBACK_FAILED at 2026-05-29T00:00:00.000Z, 2 deployed since',
    );
  });

  const attempts = (mended: number, failed: number) => [
    ...Array.from({ length: mended }, (_, i) => [
      entry({ change: `pr/a${i}`, outcome: 'REJECTED' }),
      entry({ change: `pr/a${i}` }),
    ]).flat(),
    entry({ change: 'pr/b', outcome: 'REJECTED' }),
    ...some(failed, { change: 'pr/b', outcome: 'REJECTED' }),
  ];
  it.each([
    ['004-45 half of four attempts to mend succeeded', attempts(2, 2), 'L2'],
    ['004-45 less than half of four', attempts(1, 3), 'L1'],
    ['004-45 three attempts are no rate', attempts(0, 3), 'L2'],
  ])('%s', (_, tries, level) => {
    expect(ask([...tries, ...some(100)]).level).toBe(level);
  });

  it.each([
    ['the same model', { model: 'm1', promptHash: 'p1' }, 'L2'],
    ['another model', { model: 'm2', promptHash: 'p1' }, 'L1'],
    ['another prompt', { model: 'm1', promptHash: 'p2' }, 'L1'],
    ['a label left out', { model: null, promptHash: null }, 'L1'],
  ])('004-30 %s than before', (_, labels, level) => {
    expect(ask(some(150, { model: 'm1', promptHash: 'p1' }), { labels }).level).toBe(level);
  });

  it('probation ends with 20 clean changes by the new model, and begins anew with an incident', () => {
    const labels = { model: 'm2', promptHash: 'p1' };
    const before = some(150, { model: 'm1', promptHash: 'p1' });
    expect(ask([...before, ...some(19, labels)], { labels }).level).toBe('L1');
    expect(ask([...before, ...some(20, labels)], { labels }).level).toBe('L2');
    expect(
      ask([...before, ...some(19, labels), ...some(1, { ...labels, outcome: 'ROLLED_BACK' }), ...some(19, labels)], {
        labels,
      }).level,
    ).toBe('L1');
    expect(ask([...before, ...some(20, labels), ...some(1, { model: 'm1', promptHash: 'p1' })], { labels }).level).toBe(
      'L1',
    );
  });

  it('probation lifts nobody', () => {
    expect(ask(some(5, { model: 'm1' }), { labels: { model: 'm2', promptHash: null } }).level).toBe('L0');
  });
});

const entries = fc
  .array(
    fc.record({
      riskClass: fc.constantFrom(...riskClassSchema.options),
      outcome: fc.constantFrom(...outcomeSchema.options, 'DEPLOYED' as const, 'DEPLOYED' as const),
      change: fc.constantFrom('pr/1', 'pr/2'),
      model: fc.constantFrom('m1', null),
    }),
    { maxLength: 60 },
  )
  .map((list) => list.map((over) => entry(over)));
const rank = (level: string) => (trustLevelSchema.options as readonly string[]).indexOf(level);

describe('whatever happened', () => {
  it('one more incident never raises a level, and riskier changes never take less', () => {
    fc.assert(
      fc.property(entries, fc.nat(150), (list, more) => {
        const all = [...list, ...some(more)];
        const level = (given: readonly TrustEntry[], riskClass: TrustQuestion['riskClass']) =>
          rank(ask(given, { riskClass }).level);
        expect(level([...all, ...rolledBack()], 'LOW')).toBeLessThanOrEqual(level(all, 'LOW'));
        expect(level(all, 'HIGH')).toBeLessThanOrEqual(level(all, 'MEDIUM'));
        expect(level(all, 'MEDIUM')).toBeLessThanOrEqual(level(all, 'LOW'));
      }),
      { numRuns: 300 },
    );
  });
});
