import { describe, expect, it } from '@jest/globals';
import type { Past } from '../../../lambdas/adapters/metric-history.ts';
import { relevantPast } from '../../../lambdas/adapters/relevant-past.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const TO = Date.parse('2026-01-05T10:00:00.000Z');

const past = (hours: readonly number[], requests = 1000): Past => ({
  requests: new Map(hours.map((at) => [at, requests])),
  errors: new Map(hours.map((at) => [at, 1])),
  p50: new Map(hours.map((at) => [at, 20])),
  p95: undefined,
  p99: new Map(hours.map((at) => [at, at])),
});
const everyHour = Array.from({ length: 720 }, (_, i) => TO - (i + 1) * HOUR);

describe('the past that says something of now (002-31, 002-37)', () => {
  it('is the same hour of the week with its neighbours when there is enough of it', () => {
    const { pasts, basis } = relevantPast([past(everyHour)], TO, 7);
    const kept = [...pasts[0]!.requests.keys()].map((at) => (TO - at) / HOUR);
    expect(kept).toEqual([1, 167, 168, 169, 335, 336, 337, 503, 504, 505, 671, 672, 673]);
    expect([...pasts[0]!.p99!.keys()]).toEqual([...pasts[0]!.requests.keys()]);
    expect(pasts[0]!.p95).toBeUndefined();
    expect(basis).toBe('the same hour of the week in 5 weeks, 13000 requests');
  });
  it.each([
    ['too few requests in it', past(everyHour, 70)],
    ['too few weeks of it', past(everyHour.slice(0, 200))],
    [
      'never a request at this hour',
      past(
        everyHour.filter(
          (at) =>
            new Date(at).getUTCHours() !== 10 && new Date(at).getUTCHours() !== 9 && new Date(at).getUTCHours() !== 11,
        ),
      ),
    ],
  ])('is all hours when there is %s', (_, all) => {
    const { pasts, basis } = relevantPast([all], TO, 7);
    expect(pasts).toEqual([all]);
    expect(basis).toBe(`all ${all.requests.size} hours with requests of the last 30 days`);
  });
  it('is nothing when it is stale, and says so', () => {
    const old = past([TO - 9 * DAY]);
    expect(relevantPast([old], TO, 7)).toEqual({
      pasts: [],
      basis: 'stale and not used: the last request was 8 days ago, expected at most 7',
    });
    expect(relevantPast([old], TO, 9).pasts).toEqual([old]);
    expect(relevantPast([old, past([TO - HOUR])], TO, 7).pasts).toHaveLength(2);
  });
  it('an hour that was counted as zero is no sign of life', () => {
    expect(relevantPast([past(everyHour, 0)], TO, 7)).toEqual({
      pasts: [],
      basis: 'nothing was measured in the last 30 days',
    });
  });
});
