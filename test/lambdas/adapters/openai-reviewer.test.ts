import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOpenAiReviewer } from '../../../lambdas/adapters/openai-reviewer.ts';

const prompt = { system: 'S', user: 'U', maxTokens: 2000 };
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const completion = (content: unknown, more: object = {}) =>
  JSON.stringify({
    id: 'x',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    ...more,
  });
const ask = async (listener: RequestListener, timeoutSeconds = 5) =>
  createOpenAiReviewer({ endpoint: await serve(listener), model: 'm-1', apiKey: 'k-secret', timeoutSeconds }).ask(
    prompt,
  );

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

describe('OpenAI-compatible reviewer', () => {
  it('sends one question and reads the answer', async () => {
    let seen: unknown = null;
    const answer = await ask((request, response) => {
      void bodyOf(request).then((body) => {
        seen = { url: request.url, method: request.method, key: request.headers.authorization, body: JSON.parse(body) };
        response.end(completion('{"a":1}', { usage: { prompt_tokens: 11, completion_tokens: 7 } }));
      });
    });
    expect(answer).toEqual({ kind: 'ANSWER', text: '{"a":1}', model: 'm-1', inputTokens: 11, outputTokens: 7 });
    expect(seen).toEqual({
      url: '/v1/chat/completions',
      method: 'POST',
      key: 'Bearer k-secret',
      body: {
        model: 'm-1',
        temperature: 0,
        max_tokens: 2000,
        messages: [
          { role: 'system', content: 'S' },
          { role: 'user', content: 'U' },
        ],
      },
    });
  });

  it('counts tokens by itself when the endpoint does not', async () => {
    const answer = await ask((_, response) => void response.end(completion('123456')));
    expect(answer).toMatchObject({ kind: 'ANSWER', inputTokens: 1, outputTokens: 2 });
  });

  it.each<[string, RequestListener, RegExp, { inputTokens: number; outputTokens: number } | undefined]>([
    ['500', (_, r) => void r.writeHead(500).end('k-secret'), /answered 500$/, undefined],
    [
      '401',
      (_, r) => void r.writeHead(401).end('bad key k-secret'),
      /answered 401$/,
      { inputTokens: 0, outputTokens: 0 },
    ],
    ['garbage', (_, r) => void r.end('<html>'), /no chat completion$/, undefined],
    ['an empty list', (_, r) => void r.end('{"choices":[]}'), /no chat completion$/, undefined],
    ['no text', (_, r) => void r.end(completion(null)), /no chat completion$/, undefined],
    [
      'a cut answer',
      (_, r) => void r.end(completion('x').replace('"stop"', '"length"')),
      /did not end by itself$/,
      undefined,
    ],
    [
      'a cut answer with its bill',
      (_, r) =>
        void r.end(
          completion('x', { usage: { prompt_tokens: 9, completion_tokens: 4 } }).replace('"stop"', '"length"'),
        ),
      /did not end by itself$/,
      { inputTokens: 9, outputTokens: 4 },
    ],
    ['a hang-up', (request) => void request.socket.destroy(), /could not be reached$/, undefined],
    [
      'a body that breaks off',
      (_, r) => {
        r.writeHead(200, { 'content-length': '100' });
        r.write('{');
        setTimeout(() => r.destroy(), 20);
      },
      /could not be reached$/,
      undefined,
    ],
  ])('is unavailable after %s, billed or not as far as it is known', async (_, listener, why, usage) => {
    const answer = await ask(listener);
    expect(answer).toEqual({ kind: 'UNAVAILABLE', why: expect.stringMatching(why), usage });
    expect(JSON.stringify(answer)).not.toContain('k-secret');
  });

  it('waits no longer than its timeout, for the start or for the rest of an answer', async () => {
    const silent = ask(() => undefined, 0.2);
    const dripping = ask((_, response) => {
      response.write('{');
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    }, 0.2);
    for (const answer of await Promise.all([silent, dripping]))
      expect(answer).toEqual({ kind: 'UNAVAILABLE', why: expect.stringMatching(/no answer within 0.2 s$/) });
  });

  it('reads no more than its bound', async () => {
    let sent = 0;
    const answer = await ask((_, response) => {
      const chunk = Buffer.alloc(65_536, 32);
      const more = (): void => {
        while (sent < 200_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
      };
      more();
    });
    expect(answer).toMatchObject({ kind: 'UNAVAILABLE', why: expect.stringMatching(/longer than 1000000 bytes$/) });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('follows no redirect', async () => {
    let followed = false;
    const target = await serve((_, response) => {
      followed = true;
      response.end(completion('{}'));
    });
    const answer = await ask(
      (_, response) => void response.writeHead(307, { location: `${target}/chat/completions` }).end(),
    );
    expect(answer).toMatchObject({ kind: 'UNAVAILABLE', why: expect.stringMatching(/answered 307$/) });
    expect(followed).toBe(false);
  });

  it.each([
    'http://example.com/v1',
    'http://localhost.example.com/v1',
    'http://127.0.0.1.example.com/v1',
    'http://127.0.0.1@example.com/v1',
    'https://user:pass@example.com/v1',
    'https://example.com/v1?key=s3cret',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'no url',
  ])('refuses the endpoint %s', (endpoint) => {
    const create = () => createOpenAiReviewer({ endpoint, model: 'm', timeoutSeconds: 1 });
    expect(create).toThrow(/^reviewer\.endpoint: found /);
    expect(create).not.toThrow(/pass@|s3cret/);
  });

  it.each(['https://example.com/v1/', 'http://localhost:1234', 'http://[::1]:9/v1', 'http://127.0.0.1:11434/v1'])(
    'takes the endpoint %s',
    (endpoint) => {
      expect(() => createOpenAiReviewer({ endpoint, model: 'm', timeoutSeconds: 1 })).not.toThrow();
    },
  );
});
