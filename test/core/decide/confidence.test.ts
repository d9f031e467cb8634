import { describe, expect, it } from '@jest/globals';
import { confidenceOf } from '../../../core/decide/confidence.ts';
import { confidenceBand } from '../../../core/decide/confidence-band.ts';
import { buildFacts, type FactsChange } from './facts-builder.ts';

const bare = {
  domain: 'latency',
  previousResolutions: 0,
  rootCauseKnown: false,
  preventionKnown: false,
  solutionLength: 0,
  estimatedEffort: 0,
};

describe('confidence', () => {
  it.each<[string, FactsChange, number]>([
    ['001-44 base', {}, 50],
    ['001-45 one earlier resolution is not enough', { issue: { previousResolutions: 1 } }, 50],
    ['001-45 two earlier resolutions', { issue: { previousResolutions: 2 } }, 65],
    ['001-46 four', { issue: { previousResolutions: 4 } }, 65],
    ['001-46 five', { issue: { previousResolutions: 5 } }, 75],
    ['001-47 root cause', { issue: { rootCauseKnown: true } }, 60],
    ['001-48 prevention', { issue: { preventionKnown: true } }, 60],
    ['001-49 text of 100 characters', { issue: { solutionLength: 100 } }, 50],
    ['001-49 text of 101 characters', { issue: { solutionLength: 101 } }, 60],
    ['001-50 security domain', { issue: { domain: 'security-issues' } }, 30],
    ['001-50 security domain in another spelling', { issue: { domain: ' Security-Issues ' } }, 30],
    ['001-51 five files', { change: { files: 5 } }, 50],
    ['001-51 six files', { change: { files: 6 } }, 40],
    ['001-52 effort 2', { issue: { estimatedEffort: 2 } }, 50],
    ['001-52 effort above 2', { issue: { estimatedEffort: 2.1 } }, 40],
    ['everything against it', { issue: { domain: 'security-issues', estimatedEffort: 9 }, change: { files: 99 } }, 10],
    [
      '001-53 cap',
      { issue: { previousResolutions: 9, rootCauseKnown: true, preventionKnown: true, solutionLength: 500 } },
      95,
    ],
    [
      'the sum that a float would put below 0.90',
      {
        issue: { previousResolutions: 5, rootCauseKnown: true, preventionKnown: true, solutionLength: 500 },
        change: { files: 6 },
      },
      95,
    ],
  ])('%s', (_, change, expected) => {
    const facts = buildFacts({ ...change, issue: { ...bare, ...change.issue } });
    expect(confidenceOf(facts).value).toBe(expected);
  });

  it.each([
    [95, 'AUTONOMOUS'],
    [90, 'AUTONOMOUS'],
    [89, 'CANCEL_WINDOW'],
    [70, 'CANCEL_WINDOW'],
    [69, 'PERSON'],
    [50, 'PERSON'],
    [49, 'ESCALATE'],
    [0, 'ESCALATE'],
  ])('001-54..57 band of %i is %s', (confidence, band) => {
    expect(confidenceBand(confidence)).toBe(band);
  });
});
