import { describe, expect, it } from '@jest/globals';
import { alarm } from '../../../bench/canary/peers/alarm.ts';
import { cumulative } from '../../../bench/canary/peers/cumulative.ts';
import { flagger } from '../../../bench/canary/peers/flagger.ts';
import { oracle } from '../../../bench/canary/peers/oracle.ts';
import { binOf, BINS } from '../../../bench/canary/latency-source.ts';
import type { RawArm } from '../../../bench/canary/raw-bucket.ts';
import { point, points } from './some-points.ts';

/** One letter a minute: b is above a limit, . is not, - has no value. */
const minutes = (text: string) =>
  points(text.length, (i) => ({
    canary: point({ b: { errorRate: 0.006 }, '-': { errorRate: NaN, p99: NaN } }[text[i]!] ?? {}),
  }));
const rolledBack = (atSec: number) => ({ answer: 'ROLLED_BACK', atSec });
const promoted = { answer: 'PROMOTED', atSec: 600 };

describe('Flagger', () => {
  it.each([
    ['bbbbb....', rolledBack(360)],
    ['b.b.b.b.b', rolledBack(600)],
    ['b.b.b.b..', promoted],
    ['bb--b....', rolledBack(360)],
  ])('%s: the fifth failed check rolls back, no value is a failed check', (text, outcome) => {
    expect(flagger(minutes(text), 600)).toEqual(outcome);
  });

  it('rolls back at the first by default of its own', () => {
    expect(flagger(minutes('..b......'), 600, 1)).toEqual(rolledBack(240));
  });
});

describe('an alarm, 2 of 2', () => {
  it.each([
    ['b.b.b.b.b', promoted],
    ['..bb.....', rolledBack(300)],
    ['b-b......', rolledBack(240)],
    ['---------', promoted],
  ])('%s', (text, outcome) => {
    expect(alarm(minutes(text), 600)).toEqual(outcome);
  });

  it('two limits above one after the other are not one limit above twice', () => {
    const mixed = points(9, (i) => ({ canary: point(i % 2 ? { cpu: 90 } : { errorRate: 0.1 }) }));
    expect(alarm(mixed, 600)).toEqual(promoted);
  });
});

describe('cumulative limits', () => {
  const arm = (requests: number, errors: number, ms = 100): RawArm => {
    const bins = new Uint32Array(BINS);
    bins[binOf(Math.log(ms))] = requests;
    return { requests, errors, bins, cpu: 50, memory: 50, healthChecks: 1, unhealthy: 0 };
  };
  const each = (one: RawArm) => Array.from({ length: 9 }, (_, i) => ({ endSec: 60 * (i + 2), canary: one }));

  it('say nothing below 500 requests and hold against the whole after', () => {
    expect(cumulative(each(arm(150, 1)), 600)).toEqual(rolledBack(300));
    expect(cumulative(each(arm(250, 1)), 600)).toEqual(promoted);
    expect(cumulative(each(arm(50, 5)), 600)).toEqual({ answer: 'INCONCLUSIVE', atSec: 600 });
    expect(cumulative(each(arm(250, 0, 900)), 600)).toEqual(rolledBack(180));
    expect(cumulative(each({ ...arm(250, 0), cpu: 81 }), 600)).toEqual(rolledBack(180));
  });
});

describe('the oracle', () => {
  const told = { usual: 0.001, harmed: 0.021 };
  const buckets = (errors: number) =>
    Array.from({ length: 54 }, (_, i) => ({ endSec: 70 + 10 * i, canary: { requests: 25, errors } }));

  it('answers when the odds are 100 to 1', () => {
    // ln(21) for an error less 24 times ln(.999 / .979): 2.56 a bucket, so 4.61 in the second.
    expect(oracle(buckets(1), 600, told)).toEqual(rolledBack(80));
    expect(oracle(buckets(0), 600, told)).toEqual({ answer: 'INCONCLUSIVE', atSec: 600 });
    expect(oracle(buckets(25), 600, { usual: 0.001, harmed: 1 })).toEqual(rolledBack(70));
  });
});
