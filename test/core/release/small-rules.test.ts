import { describe, expect, it } from '@jest/globals';
import type { ChangeSubmitted } from '../../../core/contracts/change-submitted.ts';
import { freezeAt } from '../../../core/release/freeze.ts';
import { issueFactsOf } from '../../../core/release/issue-facts.ts';
import { releaseIdOf } from '../../../core/release/release-id.ts';

describe('freeze windows', () => {
  const windows = [
    { name: 'holidays', from: '2026-12-20T00:00:00Z', to: '2027-01-02T00:00:00Z' },
    { name: 'sale', from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', services: ['shop' as never] },
  ];
  it.each([
    ['2026-12-19T23:59:59Z', 'shop', null],
    ['2026-12-20T00:00:00Z', 'shop', 'holidays until 2027-01-02T00:00:00Z'],
    ['2027-01-02T00:00:00Z', 'shop', null],
    ['2026-11-27T12:00:00Z', 'shop', 'sale until 2026-11-28T00:00:00Z'],
    ['2026-11-27T12:00:00Z', 'blog', null],
  ])('%s %s', (at, service, expected) => {
    expect(freezeAt(windows, service, Date.parse(at))).toBe(expected);
  });
});

describe('the inputs of the confidence formula (001-44..52)', () => {
  it('come from trailers, the description and the record', () => {
    const trailers = [
      { key: 'Root-Cause', value: 'off by one' },
      { key: 'Prevention', value: 'a test' },
      { key: 'Domain', value: 'Security-Issues' },
      { key: 'Effort', value: '1.5' },
    ];
    expect(issueFactsOf(trailers, '  text  ', 3)).toEqual({
      domain: 'security-issues',
      previousResolutions: 3,
      rootCauseKnown: true,
      preventionKnown: true,
      solutionLength: 4,
      estimatedEffort: 1.5,
    });
  });
  it('score as unknown where the change says nothing', () => {
    expect(issueFactsOf([], '', 0)).toMatchObject({
      domain: 'general',
      rootCauseKnown: false,
      preventionKnown: false,
      estimatedEffort: 0,
    });
  });
  it.each(['-1', 'soon', 'NaN', 'Infinity'])('an effort of %s counts as a large one', (value) => {
    expect(issueFactsOf([{ key: 'Effort', value }], '', 0).estimatedEffort).toBeGreaterThan(2);
  });
});

describe('releaseIdOf', () => {
  const event = { repository: 'shop', change: 'pr/1', service: 'shop', head: 'a'.repeat(40) } as ChangeSubmitted;
  it('is the same for the same head of the same change, whatever else differs', () => {
    expect(releaseIdOf({ ...event, title: 'other' } as ChangeSubmitted)).toBe(releaseIdOf(event));
    expect(releaseIdOf(event)).toMatch(/^rel-[0-9a-f]{20}$/);
  });
  it('does not run parts together', () => {
    const a = releaseIdOf({ ...event, repository: 'x', change: 'yz' });
    expect(a).not.toBe(releaseIdOf({ ...event, repository: 'xy', change: 'z' }));
  });
});
