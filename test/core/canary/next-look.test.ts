import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Cadence, LONGEST_WAIT, nextLook } from '../../../core/canary/next-look.ts';
import { phaseSchema } from '../../../core/contracts/shift.ts';

const PROXY: Cadence = { seconds: 10, lagSeconds: 0 };
const CLOUDWATCH: Cadence = { seconds: 60, lagSeconds: 90 };
const MINUTE = Date.parse('2026-01-05T10:00:00.000Z');
const at = (over: Partial<Parameters<typeof nextLook>[0]>) =>
  nextLook({ phase: 'CANARY', elapsedSeconds: 0, plannedSeconds: 600, cadence: PROXY, now: MINUTE, ...over });

/** Seconds after the beginning at which a phase is looked at, from its first look to its end. */
function looks(over: Partial<Parameters<typeof nextLook>[0]> & { plannedSeconds: number }, first = 0): number[] {
  const seen = [first];
  for (let now = first; now < over.plannedSeconds;)
    seen.push((now += at({ ...over, elapsedSeconds: now, now: MINUTE + now * 1000 })));
  return seen;
}
const gaps = (seen: readonly number[]) => seen.slice(1).map((look, i) => look - seen[i]!);

describe('when a shift is looked at next', () => {
  it('every 10 s where measurements come so often and at once, while two versions are side by side (001-17)', () => {
    expect(gaps(looks({ plannedSeconds: 600 }))).toEqual(Array(60).fill(10));
    expect(gaps(looks({ phase: 'ROLLOUT', plannedSeconds: 600 }))).toEqual(Array(60).fill(10));
    const at5 = { seconds: 5, lagSeconds: 0 };
    expect(gaps(looks({ plannedSeconds: 600, cadence: at5 }))).toEqual(Array(60).fill(10));
    const late = { seconds: 10, lagSeconds: 5 };
    expect(gaps(looks({ plannedSeconds: 600, cadence: late }))).toEqual(Array(20).fill(30));
  });

  it('after 100 % every 30 s in the first 300 s and every 60 s later (K8)', () => {
    const seen = looks({ phase: 'WATCH', plannedSeconds: 1800 });
    expect(gaps(seen)).toEqual([...Array(10).fill(30), ...Array(25).fill(60)]);
  });

  it('staging at its start, in between for requests to end, and at its end', () => {
    expect(looks({ phase: 'STAGING', plannedSeconds: 300 })).toEqual([0, 120, 240, 300]);
    expect(looks({ phase: 'STAGING', plannedSeconds: 300, cadence: CLOUDWATCH })).toEqual([0, 120, 240, 300]);
  });

  it('every minute where measurements come by the minute, at the moment when they are due', () => {
    const seen = looks({ plannedSeconds: 600, cadence: CLOUDWATCH }, 7);
    // Of the minute that ended at :00, CloudWatch is complete 90 s later: at :30.
    expect(seen).toEqual([7, 90, 150, 210, 270, 330, 390, 450, 510, 600]);
  });

  it.each([0, 1, 29, 30, 31, 59])('%i s into a minute the next look is when a minute is due', (second) => {
    const wait = at({ cadence: CLOUDWATCH, now: MINUTE + second * 1000 });
    expect((second + wait) % 60).toBe(30);
    expect(wait).toBeGreaterThanOrEqual(30);
    expect(wait).toBeLessThan(90);
  });

  it('every 30 s while there is no traffic yet: the watch begins when it is first seen', () => {
    for (const phase of phaseSchema.options) expect(at({ phase, elapsedSeconds: null, cadence: CLOUDWATCH })).toBe(30);
  });

  it('goes on at its pace when the planned time is over and the deployer is late', () => {
    expect(at({ phase: 'ROLLOUT', elapsedSeconds: 630 })).toBe(10);
  });

  it('ends at the planned second, and never oversleeps it by more than it takes to say so', () => {
    expect(at({ elapsedSeconds: 590.4 })).toBe(10);
    expect(at({ elapsedSeconds: 599.9 })).toBe(1);
  });

  const number = fc.oneof(
    fc.double(),
    fc.integer({ min: -10, max: 20_000 }),
    fc.constantFrom(NaN, Infinity, -Infinity),
  );
  it('is a whole number from 1 to 120, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...phaseSchema.options),
        fc.option(number),
        number,
        fc.record({ seconds: number, lagSeconds: number }),
        number,
        (phase, elapsedSeconds, plannedSeconds, cadence, now) => {
          const wait = nextLook({ phase, elapsedSeconds, plannedSeconds, cadence, now });
          expect(Number.isInteger(wait) && wait >= 1 && wait <= LONGEST_WAIT).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
