import { describe, expect, it } from '@jest/globals';
import { Transient } from '../../../core/contracts/errors.ts';
import type { HoldState } from '../../../core/hold/hold-state.ts';
import { createPage } from '../../../lambdas/answer-hold/page/create-page.ts';
import type { PageAnswer, PageForm, PageView } from '../../../lambdas/answer-hold/page/page-view.ts';
import { LARGER_SAID } from '../../support/a-canary-plan.ts';
import { aPageView } from '../../support/page-view-builder.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** A page over one link, `good`; remembers what was asked of it. */
function aPage(view: Partial<PageView> = {}, result: PageAnswer = { kind: 'DONE' }) {
  const answers: PageForm[] = [];
  const errors: unknown[] = [];
  const app = createPage({
    load: async (link) => (link === 'good' ? aPageView(view) : null),
    answer: async (link, sent) => {
      if (link !== 'good') return { kind: 'UNKNOWN' };
      answers.push(sent);
      return result;
    },
    onError: (error) => errors.push(error),
  });
  const post = (body: string, headers: Record<string, string> = form, link = 'good') =>
    app.request(`/holds/${link}`, { method: 'POST', body, headers });
  return { app, answers, errors, post };
}

describe('GET shows the evidence and decides nothing', () => {
  it.each([
    ['title', 'Show prices in the currency of the customer'],
    ['full commit', 'a1b2c3d4'.repeat(5)],
    ['digest', `sha256:${'5e'.repeat(32)}`],
    ['risk class', 'HIGH'],
    ['confidence', '0.60'],
    ['trigger', 'first-time-resolution'],
    ['gate', '48 tests passed'],
    ['finding with its place', 'test/cart.test.js:41'],
    ['review as advice', '(advisory)'],
    ['what the reviewer did not see', 'package-lock.json'],
    ['staging check', '200 in 12 ms'],
    ['canary before it ran (K4, K5)', `Before the canary: ${LARGER_SAID}`],
    ['canary after it', 'It saw 1,560 canary requests in all, 4 of them failed; an error rate above'],
    ['how long it was watched, prolongations included', 'the limit is 1 %, in 40.5 min.'],
    ['canary headline', '1,560 canary requests with 4 errors'],
    ["the analyst's words, marked", '(a language model, which saw the figures alone)'],
    ["the analyst's words", 'Both versions fail 0.2 % of their requests.'],
    ['that the analyst had none', 'None: no answer within 30 s. Nothing follows from that.'],
    ['canary picture', '<svg class="il-plot"'],
    ['plan ahead', '25 % of production traffic'],
    ['time left', '23 h 40 min left'],
    ['001-38: what silence means', 'Silence is a no.'],
    ['author', 'carl@example.org'],
    ['label of an agent', 'Agent-By: some-agent/1.2'],
  ])('%s', async (_, part) => {
    const { app, answers } = aPage();
    const response = await app.request('/holds/good');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(part);
    expect(answers).toEqual([]);
  });

  it('HEAD and a prefetch are as harmless', async () => {
    const { app, answers } = aPage();
    const head = await app.request('/holds/good', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const prefetch = await app.request('/holds/good', { headers: { 'sec-purpose': 'prefetch;prerender' } });
    expect(prefetch.status).toBe(200);
    const query = await app.request('/holds/good?answer=approve&reason=x');
    expect(query.status).toBe(200);
    expect(answers).toEqual([]);
  });

  it('missing evidence is shown as missing', async () => {
    const { app } = aPage({ gates: [], staging: null, canary: null, review: null });
    const text = await (await app.request('/holds/good')).text();
    for (const part of ['No gate result', 'No staging result', 'No canary result', 'No review'])
      expect(text).toContain(`${part} is stored.`);
  });

  it('says on what the past of the running version rests (002-31)', async () => {
    const { canary } = aPageView();
    const analysis = canary!.analysis!;
    const past = 'stale and not used: <b>9</b> days ago';
    const dataQuality = { ...analysis.dataQuality, past };
    const { app } = aPage({ canary: { ...canary!, analysis: { ...analysis, dataQuality } } });
    const text = await (await app.request('/holds/good')).text();
    expect(text).toContain('The past: stale and not used: &lt;b&gt;9&lt;/b&gt; days ago.');
    expect(await (await aPage({}).app.request('/holds/good')).text()).not.toContain('The past:');
  });

  it('hostile text stays text', async () => {
    const evil = '<script>alert(1)</script>"\'><img src=x onerror=y>\u202e';
    const view = aPageView();
    const { app } = aPage({
      release: { ...view.release, title: evil, description: `${evil}</textarea>`, change: evil },
      change: { ...view.change, authors: [evil], trailers: [{ key: evil, value: evil }] },
      verdict: {
        ...view.verdict,
        because: { rule: evil, status: 'PERSON', observed: evil, required: evil, children: [] },
      },
      review: { kind: 'UNAVAILABLE', why: evil, coverage: { hunksSeen: 0, hunksTotal: 1, filesUnseen: [] } },
      staging: [{ name: evil, kind: evil, passed: true, detail: evil }],
      canary: view.canary && {
        ...view.canary,
        analysis: view.canary.analysis && { ...view.canary.analysis, headline: evil },
      },
      analyst: {
        staging: { kind: 'UNAVAILABLE', why: evil },
        canary: { kind: 'ANSWER', healthy: false, regressions: [evil], reasoning: evil, model: evil },
      },
      state: { kind: 'ENDED', answer: 'REJECTED', by: evil, reason: evil, at: '2026-01-05T11:00:00.000Z' },
    });
    const text = await (await app.request('/holds/good')).text();
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<script|<img|\u202e/);
  });
});

describe('POST decides', () => {
  it.each([
    ['answer=approve&reason=', { answer: 'approve', reason: '' }],
    ['answer=reject&reason=too+risky%0D%0Anow', { answer: 'reject', reason: 'too risky\nnow' }],
  ])('%s, then leads back to the page', async (body, sent) => {
    const { post, answers } = aPage();
    const response = await post(body);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/holds/good']);
    expect(answers).toEqual([sent]);
  });

  it.each([
    ['a rejection without a reason', 'answer=reject&reason=+'],
    ['no answer', 'reason=x'],
    ['another word', 'answer=APPROVE&reason=x'],
    ['two answers', 'answer=reject&answer=approve&reason=x'],
    ['a reason that is too long', `answer=approve&reason=${'x'.repeat(1001)}`],
    ['no form at all', ''],
  ])('refuses %s and decides nothing', async (_, body) => {
    const { post, answers } = aPage();
    const response = await post(body);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('role="alert"');
    expect(answers).toEqual([]);
  });

  it('keeps what was typed when it asks again', async () => {
    const { post } = aPage();
    const text = await (await post(`answer=maybe&reason=${encodeURIComponent('</textarea><b>')}`)).text();
    expect(text).toMatch(/<textarea[^>]*>\n&lt;\/textarea&gt;&lt;b&gt;<\/textarea/);
  });

  it.each([
    ['another site', { ...form, 'sec-fetch-site': 'cross-site' }, 403],
    ['another port', { ...form, 'sec-fetch-site': 'same-site' }, 403],
    ['JSON', { 'content-type': 'application/json' }, 415],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['no type', {}, 415],
  ])('refuses a form from %s', async (_, headers, status) => {
    const { post, answers } = aPage();
    expect((await post('answer=approve', headers as Record<string, string>)).status).toBe(status);
    expect(answers).toEqual([]);
  });

  it('takes the form of the page itself', async () => {
    const { post, answers } = aPage();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'sec-fetch-site': 'same-origin',
    };
    expect((await post('answer=approve', headers)).status).toBe(303);
    expect(answers).toHaveLength(1);
  });

  it('refuses more than 16 KiB, declared or streamed', async () => {
    const { app, post, answers } = aPage();
    const body = `answer=approve&reason=${'x'.repeat(17 * 1024)}`;
    expect((await post(body)).status).toBe(413);
    const stream = new Blob([body]).stream();
    const init = { method: 'POST', body: stream, headers: form, duplex: 'half' };
    expect((await app.request('/holds/good', init as RequestInit)).status).toBe(413);
    expect(answers).toEqual([]);
  });

  it('says why an open hold refused the answer', async () => {
    const { post } = aPage({}, { kind: 'REFUSED', message: 'ann wrote part of this <change>' });
    const response = await post('answer=approve&reason=ok');
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('ann wrote part of this &lt;change&gt;');
  });

  it('leads to the page when the hold has ended meanwhile', async () => {
    const state: HoldState = { kind: 'EXPIRED', deadline: '2026-01-06T10:00:00.000Z' };
    const { post } = aPage({ state }, { kind: 'REFUSED', message: 'late' });
    expect((await post('answer=approve')).status).toBe(303);
  });
});

describe('what the page says in each state', () => {
  const at = '2026-01-05T11:00:00.000Z';
  const ended = (answer: 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'SUPERSEDED' | 'CANCELLED' | 'ELAPSED'): HoldState => ({
    kind: 'ENDED',
    answer,
    by: 'bea',
    reason: 'looked at it',
    at,
  });
  const stop = (kind: 'CANCEL' | 'SUPERSEDE'): HoldState => ({
    kind: 'STOPPED',
    stop: { kind, by: 'dora', reason: 'x', at },
  });
  it.each<[string, HoldState, RegExp]>([
    ['used, approved', ended('APPROVED'), /was approved[\s\S]*By bea[\s\S]*5 Jan 2026, 11:00 UTC[\s\S]*looked at it/],
    ['used, rejected', ended('REJECTED'), /was rejected[\s\S]*By bea/],
    ['silence cancelled', ended('EXPIRED'), /was cancelled: nobody answered in time/],
    ['silence proceeded', ended('ELAPSED'), /nobody objected in time/],
    ['cancelled', ended('CANCELLED'), /was cancelled/],
    ['superseded', ended('SUPERSEDED'), /was replaced by a newer head/],
    ['being superseded', stop('SUPERSEDE'), /A newer head replaced this release/],
    ['being cancelled', stop('CANCEL'), /being cancelled[\s\S]*dora/],
    ['changed', { kind: 'CHANGED', what: 'artifact' }, /The artifact changed since you were asked/],
    ['expired', { kind: 'EXPIRED', deadline: at }, /The time to answer is over/],
  ])('%s, without a form', async (_, state, said) => {
    const text = await (await aPage({ state }).app.request('/holds/good')).text();
    expect(text).toMatch(said);
    expect(text).not.toContain('<form');
  });

  it('open: approve and reject', async () => {
    const text = await (await aPage().app.request('/holds/good')).text();
    expect(text).toContain('value="approve"');
    expect(text).toContain('value="reject"');
  });

  it.each([
    ['the author', { viewer: { id: 'carl', isAuthor: true } }],
    ['a cancel window', { hold: { ...aPageView().hold, kind: 'CANCEL_WINDOW' as const, silence: 'PROCEED' as const } }],
    ['a time lock', { hold: { ...aPageView().hold, kind: 'TIME_LOCK' as const, silence: 'PROCEED' as const } }],
  ])('%s can stop but not approve', async (_, view) => {
    const text = await (await aPage(view).app.request('/holds/good')).text();
    expect(text).not.toContain('value="approve"');
    expect(text).toContain('Stop this release');
  });
});

describe('wrong links and faults', () => {
  it('every wrong link gives the same answer', async () => {
    const { app, post } = aPage();
    const bodies = new Set<string>();
    const wrong = ['/holds/bad', `/holds/${'x'.repeat(3000)}`, '/holds/%E0%A4%A', '/holds/', '/', '/holds/a/b'];
    for (const path of wrong) {
      const response = await app.request(path);
      expect(response.status).toBe(404);
      bodies.add(await response.text());
    }
    const posted = await post('answer=approve', form, 'bad');
    expect(posted.status).toBe(404);
    bodies.add(await posted.text());
    expect(bodies.size).toBe(1);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not possible', async (method) => {
    const response = await aPage().app.request('/holds/good', { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('a fault is told to the home and not to the person', async () => {
    const errors: unknown[] = [];
    const app = createPage({
      load: async () => {
        throw new Transient('database is locked at /secret/path');
      },
      answer: async () => ({ kind: 'DONE' }),
      onError: (error) => errors.push(error),
    });
    const response = await app.request('/holds/good');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('secret');
    expect(errors).toHaveLength(1);
  });

  it.each([
    ['/holds/good', 'GET', 200],
    ['/holds/bad', 'GET', 404],
    ['/holds/good', 'POST', 415],
  ])('%s by %s has the strict headers', async (path, method, status) => {
    const response = await aPage().app.request(path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
