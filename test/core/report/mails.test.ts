import { describe, expect, it } from '@jest/globals';
import { outcomeSchema } from '../../../core/contracts/outcome.ts';
import { type HoldMailFacts, approvalMail } from '../../../core/report/approval-mail.ts';
import { cancelWindowMail, timeLockMail } from '../../../core/report/notice-mails.ts';
import { type OutcomeMailFacts, outcomeMail } from '../../../core/report/outcome-mail.ts';
import { LARGER_SAID } from '../../support/a-canary-plan.ts';
import { aPageView, someReasons } from '../../support/page-view-builder.ts';

const link = 'http://127.0.0.1:4600/holds/kq3v9x0c2m5n7b1z.c2lnbmF0dXJlLW9mLXRoZS1saW5r';
const facts = (changes: Partial<HoldMailFacts> = {}): HoldMailFacts => ({
  releaseId: `rel-${'1'.repeat(20)}`,
  service: 'shop',
  change: 'branch/currency',
  title: 'Show prices in the currency of the customer',
  head: 'a'.repeat(40),
  riskClass: 'HIGH',
  confidence: 60,
  files: 6,
  gates: aPageView().gates,
  staging: aPageView().staging ?? [],
  canaryBefore: LARGER_SAID,
  canarySaw: '1,560 canary requests in all, 4 of them failed',
  canaryHeadline: '4 errors in 1,560 requests: no worse',
  analyst: aPageView().analyst,
  because: someReasons(),
  deadline: '2026-01-06T10:00:00.000Z',
  link,
  ...changes,
});
const count = (text: string, part: string) => text.split(part).length - 1;

describe('001-37: the approval mail', () => {
  const mail = approvalMail(facts());

  it.each([
    ['title', 'Show prices in the currency of the customer'],
    ['severity', 'risk class HIGH'],
    ['confidence', '0.60'],
    ['gates', 'tests: passed, 48 tests passed'],
    ['staging results', 'p99 below 800 ms (performance): passed, 48 ms'],
    ['canary', '4 errors in 1,560 requests: no worse'],
    ['canary before it ran', `Before the canary: ${LARGER_SAID}`],
    ['canary after it', 'It saw 1,560 canary requests in all, 4 of them failed'],
    ["analyst's words", 'Healthy, says some-model-v1: Both versions fail 0.2 % of their requests.'],
    ['whose they are', 'Canary. In the analyst'],
    ['trigger', 'schema-change: migrations/002_add_currency.sql'],
    ['001-38: what silence means', 'If nobody answers by 6 Jan 2026, 10:00 UTC, the release is cancelled.'],
  ])('tells the %s in text and in HTML', (_, part) => {
    expect(mail.text).toContain(part);
    expect(mail.html).toContain(part);
  });

  it('of a canary that was not planned says nothing', () => {
    const { text } = approvalMail(facts({ canaryBefore: null, canarySaw: null }));
    expect(text).not.toContain('Before the canary');
    expect(text).not.toContain('It saw');
  });

  it('has one link, to the page', () => {
    expect(count(mail.text, 'http')).toBe(1);
    expect(count(mail.html, 'http')).toBe(1);
    expect(count(mail.html, '<a ')).toBe(1);
    expect(mail.text).toContain(`\n${link}\n`);
  });

  it('keeps a hostile title harmless and short', () => {
    const title = `<img src=x onerror=alert(1)>\r\nBcc: eve@evil.test\u202e${'z'.repeat(5000)}`;
    const hostile = approvalMail(facts({ title }));
    expect(hostile.subject).not.toMatch(/[\r\n\u202e]/);
    expect(hostile.subject.length).toBeLessThanOrEqual(150);
    expect(hostile.html).not.toContain('<img');
    expect(hostile.html).toContain('&lt;img src=x');
    expect(hostile.text).not.toMatch(/^Bcc:/m);
    expect(hostile.text.length).toBeLessThan(4000);
  });

  it("no word of the analyst's becomes markup or a link", () => {
    const said = '<a href="https://evil.test">Approve</a> or www.evil.test\r\nSubject: x';
    const canary = { kind: 'ANSWER' as const, healthy: false, regressions: [said], reasoning: said, model: said };
    const hostile = approvalMail(facts({ analyst: { staging: null, canary } }));
    expect(count(hostile.text, '://')).toBe(1);
    expect(hostile.text).not.toMatch(/www\.|^Subject:/m);
    expect(count(hostile.html, '<a ')).toBe(1);
    expect(hostile.html).toContain('&lt;a href=');
  });

  it('links to nothing that is no web address', () => {
    expect(approvalMail(facts({ link: 'javascript:alert(1)' })).html).toContain('href="about:blank"');
    expect(approvalMail(facts({ link: 'http://x" onclick="y' })).html).not.toContain('onclick');
  });

  it('lists at most 20 gates and counts the rest', () => {
    const gate = aPageView().gates[0];
    if (!gate) throw new Error('the builder has a gate');
    expect(approvalMail(facts({ gates: Array.from({ length: 25 }, () => gate) })).text).toContain('and 5 more');
  });
});

it('001-55: the cancel window mail says that silence is a yes', () => {
  const mail = cancelWindowMail(facts({ riskClass: 'LOW' }));
  expect(mail.subject).toBe('Goes on unless you object: shop: Show prices in the currency of the customer');
  expect(mail.text).toContain('If nobody objects by 6 Jan 2026, 10:00 UTC, the release goes on to production.');
});

it('000-28: the time lock mail says when the rollout begins', () => {
  expect(timeLockMail(facts()).text).toContain('If nobody stops it by 6 Jan 2026, 10:00 UTC, the rollout');
});

describe('the outcome mail', () => {
  const outcome = (changes: Partial<OutcomeMailFacts>) =>
    outcomeMail({
      releaseId: `rel-${'1'.repeat(20)}`,
      service: 'shop',
      change: 'branch/currency',
      title: 'Prices <in> euro',
      outcome: 'DEPLOYED',
      seconds: 5400,
      reason: 'the canary was worse',
      rollback: null,
      analyst: null,
      link,
      ...changes,
    });

  it("after harm it has the analyst's words, marked as such", () => {
    const { canary } = aPageView().analyst;
    const { text } = outcome({ outcome: 'ROLLED_BACK', analyst: canary });
    expect(text).toContain("In the analyst's words, which decide nothing\n  - Healthy, says some-model-v1: Both");
    expect(outcome({}).text).not.toContain('analyst');
  });

  it('says of what was deployed what the watch saw, and not that it was stable', () => {
    const { text } = outcome({ reason: 'inconclusive at 1801 s: no request reached the canary' });
    expect(text).toMatch(/Watch +inconclusive at 1801 s: no request reached the canary/);
    expect(text).not.toMatch(/stable/i);
  });

  it('001-29: success tells title, id, total time, status and link', () => {
    const { text, subject } = outcome({});
    expect(subject).toBe('Deployed: shop: Prices <in> euro');
    for (const part of ['Prices <in> euro', `rel-${'1'.repeat(20)}`, '1 h 30 min', 'DEPLOYED', link])
      expect(text).toContain(part);
    expect(text).not.toContain('Action required');
  });

  it('001-30: failure tells reason, rollback and what to do', () => {
    const { text, html } = outcome({ outcome: 'ROLLED_BACK', rollback: 'the old version serves all traffic again' });
    for (const part of ['the canary was worse', 'the old version serves all traffic again', 'Find the cause'])
      expect(text).toContain(part);
    expect(html).toContain('Prices &lt;in&gt; euro');
  });

  it('never says of an unknown rollback that none was needed', () => {
    for (const word of ['ROLLED_BACK', 'ROLLBACK_FAILED', 'ERRORED'] as const)
      expect(outcome({ outcome: word }).text).toMatch(/Rollback +not known/);
    expect(outcome({ outcome: 'REJECTED' }).text).toMatch(/Rollback +not needed/);
  });

  it.each(outcomeSchema.options)('%s has a subject and an action', (word) => {
    const { subject, text } = outcome({ outcome: word });
    expect(subject).toMatch(/^[A-Z][^:]+: shop/);
    if (word !== 'DEPLOYED') expect(text).toMatch(/Action required +\S/);
  });
});
