import { describe, expect, it } from '@jest/globals';
import type { AuditRecord } from '../../../core/contracts/audit-record.ts';
import { calibrationOf, type Prediction } from '../../../core/report/calibration.ts';
import { predictionsOf } from '../../../core/report/predictions-of.ts';
import { recordOf } from '../../support/record-of.ts';

const some = (n: number, confidence: number, succeeded: boolean): Prediction[] =>
  Array.from({ length: n }, (_, i) => ({ releaseId: `rel-${i}`, confidence, succeeded }));

describe('calibration (001-82)', () => {
  it('has the Brier score and what the overall rate alone would score', () => {
    const { releases, brier, brierOfBaseRate } = calibrationOf([...some(3, 90, true), ...some(1, 60, false)]);
    expect(releases).toBe(4);
    expect(brier).toBeCloseTo((3 * 0.1 ** 2 + 0.6 ** 2) / 4, 12);
    expect(brierOfBaseRate).toBeCloseTo(0.75 * 0.25, 12);
  });

  it('sorts releases into the bands of the decision, half-open (001-54..57)', () => {
    const { bands } = calibrationOf([49, 50, 69, 70, 89, 90, 95].flatMap((c) => some(1, c, true)));
    expect(bands.map(({ from, below, releases }) => [from, below, releases])).toEqual([
      [0, 50, 1],
      [50, 70, 2],
      [70, 90, 2],
      [90, 96, 2],
    ]);
  });

  it('gives expected and observed with a Wilson interval; 8 of 10 is 0.490 to 0.943', () => {
    const band = calibrationOf([...some(8, 95, true), ...some(2, 91, false)]).bands[3];
    expect(band?.expected).toBeCloseTo(0.942, 12);
    expect(band?.observed).toBe(0.8);
    expect(band?.interval?.[0]).toBeCloseTo(0.4902, 4);
    expect(band?.interval?.[1]).toBeCloseTo(0.9433, 4);
  });

  it('says nothing of nothing', () => {
    expect(calibrationOf([])).toMatchObject({ releases: 0, brier: null, brierOfBaseRate: null });
    expect(calibrationOf([]).bands[0]).toMatchObject({ releases: 0, expected: null, observed: null, interval: null });
  });
});

describe('what was expected and came out', () => {
  const release = (outcome: string, { next = 'ROLL_OUT', shifts = 1, confidence = 60 } = {}): AuditRecord[] =>
    [
      recordOf('decision.made', { confidence, next }),
      ...Array.from({ length: shifts }, () => recordOf('shift.ended', { phase: 'STAGING' })),
      recordOf('release.closed', { outcome }),
    ].map((record) => ({ ...record, releaseId: `rel-${outcome}` }));

  it.each([
    ['DEPLOYED', true],
    ['ROLLED_BACK', false],
    ['ROLLBACK_FAILED', false],
    ['REJECTED', false],
  ])('%s after it was tried is %s', (outcome, succeeded) => {
    expect(predictionsOf(release(outcome))).toEqual([{ releaseId: `rel-${outcome}`, confidence: 60, succeeded }]);
  });

  it.each(['CANCELLED', 'EXPIRED', 'SUPERSEDED', 'ERRORED'])('%s says nothing of the change', (outcome) => {
    expect(predictionsOf(release(outcome))).toEqual([]);
  });

  it('what was not tried, or only recorded, was not expected to be anything', () => {
    expect(predictionsOf(release('REJECTED', { shifts: 0 }))).toEqual([]);
    expect(predictionsOf(release('DEPLOYED', { next: 'RECORD_ONLY' }))).toEqual([]);
    expect(predictionsOf([recordOf('release.closed', { outcome: 'DEPLOYED' })])).toEqual([]);
  });
});
