import { describe, expect, it } from '@jest/globals';
import { createHash, createHmac } from 'node:crypto';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { handedDeliverySchema } from '../../../lambdas/intake/handed-delivery.ts';
import { commitOf } from '../../contracts/samples.ts';
import { payloadOf, requestOf, SECRET } from './github-payload.ts';
import { world } from './webhook-world.ts';

describe('the signature', () => {
  const signed = (body: string, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const good = requestOf(payloadOf());
  it.each([
    ['none', undefined],
    ['empty', ''],
    ['of another secret', signed(good.body!, 'another secret of the tests')],
    ['of another body', signed(`${good.body} `, SECRET)],
    ['SHA-1', `sha1=${createHmac('sha1', SECRET).update(good.body!).digest('hex')}`],
    ['too short', 'sha256=00'],
    ['with more behind it', `${good.headers['x-hub-signature-256']}00`],
    ['without its name', good.headers['x-hub-signature-256']!.slice(7)],
    ['64 zeros', `sha256=${'0'.repeat(64)}`],
  ])('that is %s is refused and nothing happens', async (_name, signature) => {
    const { send, handed } = world();
    expect(await send(requestOf(payloadOf(), { 'x-hub-signature-256': signature }))).toMatch(/^401 /);
    expect(handed).toEqual([]);
  });

  it('is checked before anything is parsed', async () => {
    const { send } = world();
    expect(await send(requestOf('{ not json', { 'x-hub-signature-256': 'sha256=00' }))).toMatch(/^401 /);
    expect(await send(requestOf('{ not json'))).toBe('400 the body is not JSON');
    expect(await send({ headers: {}, isBase64Encoded: false })).toMatch(/^401 /);
  });

  it('is over the raw bytes, also when they come as base64', async () => {
    const { send } = world();
    const plain = requestOf(payloadOf({ pull: { title: 'Größe' } }));
    const coded = { ...plain, body: Buffer.from(plain.body!).toString('base64'), isBase64Encoded: true };
    expect(await send(coded)).toBe('202 handed on: pull request 17');
    expect(await send({ ...coded, isBase64Encoded: false })).toMatch(/^401 /);
  });

  it('may be of the secret that is being replaced; a secret that is too short serves nobody', async () => {
    expect(await world(['the new secret of the tests', SECRET]).send(requestOf(payloadOf()))).toMatch(/^202 handed on/);
    for (const secrets of [[], [''], [SECRET, 'short']])
      await expect(world(secrets).send(requestOf(payloadOf()))).rejects.toThrow(Terminal);
  });
});

describe('a pull request', () => {
  it.each(['opened', 'synchronize', 'reopened', 'ready_for_review'])('that was %s is handed on', async (action) => {
    const { send, handed } = world();
    const request = requestOf(payloadOf({ event: { action } }));
    expect(await send(request)).toBe('202 handed on: pull request 17');
    const [{ delivery, ...rest } = { delivery: null }] = handed;
    // The signature covers the body and not the delivery id, which a replay could choose freely.
    expect(rest).toEqual({
      version: 1,
      key: createHash('sha256').update(request.body!).digest('hex'),
      deliveryId: request.headers['x-github-delivery'],
    });
    expect([delivery]).toEqual([
      {
        ...{ owner: 'acme', name: 'shop', number: 17, base: commitOf(1), head: commitOf(7) },
        ...{ title: 'Faster search', description: 'Why\nit matters', at: '2026-01-05T09:59:58.000Z' },
        by: { login: action === 'synchronize' ? 'bo' : 'ada', bot: false },
      },
    ]);
  });

  it.each([
    ['closed', { event: { action: 'closed' } }, /starts no release/],
    ['edited', { event: { action: 'edited' } }, /starts no release/],
    ['a draft', { pull: { draft: true } }, /is a draft/],
    ['of another branch', { pull: { base: { ref: 'x', sha: commitOf(1), repo: { id: 1 } } } }, /default branch/],
    ['old', { pull: { updated_at: '2026-01-02T09:59:59Z' } }, /older than three days/],
  ])('that is %s is ignored with the reason', async (_name, over, why) => {
    const { send, handed } = world();
    expect(await send(requestOf(payloadOf(over)))).toMatch(/^202 ignored: /);
    expect(await send(requestOf(payloadOf(over)))).toMatch(why);
    expect(handed).toEqual([]);
  });

  it.each([
    ['another repository', { id: 2, fork: true }],
    ['a deleted fork', null],
    ['nobody knows where', undefined],
  ])('from %s is refused and handed to nobody', async (_name, repo) => {
    const { send, handed } = world();
    const request = requestOf(payloadOf({ pull: { head: { ref: 'x', sha: commitOf(7), repo } } }));
    expect(await send(request)).toBe(
      '202 refused: the pull request comes from a fork; forks are never given credentials',
    );
    expect(handed).toEqual([]);
  });

  const user = (login: string, type = 'User') => ({ login, type });
  it.each([
    [
      'a bot whom a person marked as ready',
      'ready_for_review',
      user('forge[bot]', 'Bot'),
      user('ada'),
      'forge[bot]',
      true,
    ],
    ['a bot that pushed to a person', 'synchronize', user('ada'), user('forge[bot]', 'Bot'), 'forge[bot]', true],
    ['an account of an unknown type', 'opened', user('corp', 'Mannequin'), user('ada'), 'corp', true],
    ['a person who pushed', 'synchronize', user('ada'), user('Bo'), 'bo', false],
    ['a person whose work another opened again', 'reopened', user('ada'), user('bo'), 'ada', false],
  ])('is of %s', async (_name, action, author, sender, login, bot) => {
    const { send, handed } = world();
    await send(requestOf(payloadOf({ event: { action, sender }, pull: { user: author } })));
    expect(handed[0]?.delivery.by).toEqual({ login, bot });
  });

  it.each([
    ['head.sha', { pull: { head: { sha: 'HEAD', repo: { id: 1 } } } }],
    ['base.sha', { pull: { base: { ref: 'main', sha: 7, repo: { id: 1 } } } }],
    ['base.repo', { pull: { base: { ref: 'main', sha: commitOf(1) } } }],
    ['number', { pull: { number: '17' } }],
    ['updated_at', { pull: { updated_at: 'yesterday' } }],
    ['user or sender', { pull: { user: null }, event: { sender: null } }],
    ['repository', { event: { repository: { name: 'shop', default_branch: 'main' } } }],
  ])('without a proper %s is answered 400', async (field, over) => {
    const { send, handed } = world();
    expect(await send(requestOf(payloadOf(over)))).toBe(`400 pull_request: ${field} is missing or not as expected`);
    expect(handed).toEqual([]);
  });

  it('brings its texts bounded and without control characters', async () => {
    const { send, handed } = world();
    await send(requestOf(payloadOf({ pull: { title: `\u001b[31m${'t'.repeat(400)}`, body: null } })));
    expect(handed[0]?.delivery).toMatchObject({ title: `[31m${'t'.repeat(296)}`, description: '' });
  });
});

it('ignores other events and refuses other forms', async () => {
  const { send } = world();
  expect(await send(requestOf({ zen: 'x' }, { 'x-github-event': 'ping' }))).toMatch(/^202 ignored: only pull requests/);
  expect(await send(requestOf(payloadOf(), { 'content-type': 'application/x-www-form-urlencoded' }))).toMatch(/^415 /);
  for (const id of [undefined, '', 'a b', 'x'.repeat(101)])
    expect(await send(requestOf(payloadOf(), { 'x-github-delivery': id }))).toMatch(/^400 x-github-delivery/);
  for (const body of ['null', '[]', '1', '{}']) expect(await send(requestOf(body))).toMatch(/^202 ignored/);
});

it('of any size that GitHub sends fits into an event; a larger body is not even looked at', async () => {
  const { send, handed } = world();
  await send(requestOf(payloadOf({ pull: { title: '\u{1f600}'.repeat(200), body: '\ud83d'.repeat(65_000) } })));
  // EventBridge takes 256 KB.
  expect(Buffer.byteLength(JSON.stringify(handed[0]))).toBeLessThan(64_000);
  expect(handedDeliverySchema.parse(handed[0])).toEqual(handed[0]);
  const large = requestOf(payloadOf({ pull: { body: 'x'.repeat(2_000_000) } }));
  expect(await send(large)).toBe('413 the body is too large');
  expect(handed).toHaveLength(1);
});

it('that could not be handed over fails, so that GitHub shows it as failed and it can be delivered again', async () => {
  const { send, handed, state } = world();
  state.fails = new Transient('EventBridge');
  await expect(send(requestOf(payloadOf()))).rejects.toThrow(Transient);
  state.fails = null;
  expect(await send(requestOf(payloadOf()))).toMatch(/^202 handed on/);
  expect(await send(requestOf(payloadOf(), { 'x-github-delivery': 'another' }))).toMatch(/^202 handed on/);
  // Twice the same delivery, for the step behind it to tell apart from two.
  expect(new Set(handed.map(({ key }) => key)).size).toBe(1);
});
