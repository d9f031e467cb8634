import { expect, it } from '@jest/globals';
import { reviewReason } from '../../../core/decide/review-reason.ts';
import { riskReason } from '../../../core/decide/risk-reason.ts';
import { situationOf } from '../../../core/decide/situation.ts';
import { buildFacts, type FactsChange } from './facts-builder.ts';

it.each<[string, NonNullable<FactsChange['review']>, string]>([
  ['score', { riskScore: 6.9 }, 'OK'],
  ['score', { riskScore: 7 }, 'NOTE'],
  ['coverage', {}, 'OK'],
  ['coverage', { status: 'PARTIAL' }, 'NOTE'],
  ['coverage', { filesUnseen: ['a.ts'] }, 'NOTE'],
])('the review, told: %s of %j is %s', (name, review, status) => {
  expect(reviewReason(buildFacts({ review })).children.find(({ rule }) => rule === name)?.status).toBe(status);
});

it('names every file that shows a signal', () => {
  const signals = [{ kind: 'docs' as const, files: ['a.md', 'b.md'], detail: 'd' }];
  expect(riskReason(situationOf(buildFacts({ change: { signals } }))).children[0]?.observed).toBe('a.md, b.md');
});
