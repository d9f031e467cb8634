import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Check } from '../../../core/contracts/config-service.ts';
import { Terminal } from '../../../core/contracts/errors.ts';
import type { Target } from '../../../core/contracts/target.ts';
import { createTargetChecks } from '../../../lambdas/adapters/target-checks.ts';
import { service } from '../../contracts/samples.ts';
import { ECS_TARGETS, TARGETS } from '../../support/aws-double/deployer-world.ts';
import { fakeSettings } from '../../support/fakes/settings.ts';
import { faultError, SDK_SECRET, sdkError } from '../../support/sdk-error.ts';

const shop = service();
const check = (over: Partial<Extract<Check, { path: string }>> = {}): Check => ({
  name: 'list',
  kind: 'functional',
  method: 'GET',
  path: '/products?page=1',
  expectStatus: 200,
  ...over,
});
const checksOf = (lambda: LambdaClient, target: Target = TARGETS.production) =>
  createTargetChecks(lambda, {
    targets: { target: () => Promise.resolve(target) },
    settings: fakeSettings(),
    pause: () => Promise.resolve(),
  });

describe('checks of a target by its alias', () => {
  const lambda = new LambdaClient({ region: 'us-east-1' });
  const mock = mockClient(lambda);
  const answers = (answer: unknown) =>
    mock.on(InvokeCommand).resolves({ Payload: Uint8ArrayBlobAdapter.fromString(JSON.stringify(answer)) });
  beforeEach(() => void mock.reset());
  const run = (checks: readonly Check[] = []) => checksOf(lambda).run(shop, 'production', checks);

  it('calls it as an HTTP API does', async () => {
    answers({ statusCode: 200, body: '{"page":1}' });
    expect(await run([check({ expectBody: '"page":1' })])).toEqual([
      { name: 'service-health', kind: 'service-health', passed: true, detail: 'answered 200' },
      { name: 'list', kind: 'functional', passed: true, detail: 'GET /products?page=1: 200' },
    ]);
    const [health, list] = mock.commandCalls(InvokeCommand).map(({ args }) => args[0].input);
    expect(health).toMatchObject({ FunctionName: 'guarded-shop-production', Qualifier: 'live' });
    expect(JSON.parse(String(health?.Payload))).toMatchObject({ rawPath: '/health' });
    expect(JSON.parse(String(list?.Payload))).toMatchObject({
      version: '2.0',
      rawPath: '/products',
      rawQueryString: 'page=1',
      queryStringParameters: { page: '1' },
      requestContext: { http: { method: 'GET', path: '/products' } },
    });
  });

  it.each([
    [5_000, true],
    [5_001, false],
  ])('004-42: a health check that takes %d ms passes: %p', async (ms, passed) => {
    answers({ statusCode: 200 });
    let now = 0;
    const checks = createTargetChecks(lambda, {
      ...{ targets: { target: () => Promise.resolve(TARGETS.production) }, settings: fakeSettings() },
      ...{ pause: () => Promise.resolve(), elapsed: () => (now += ms) },
    });
    const [health] = await checks.run(shop, 'production', []);
    expect(health?.passed).toBe(passed);
    if (!passed) expect(health?.detail).toBe('/health: answered after 5.0 s, expected at most 5 s (try 3)');
  });

  it('reads a body in base64', async () => {
    answers({ statusCode: 200, isBase64Encoded: true, body: Buffer.from('"page":1').toString('base64') });
    expect((await run([check({ expectBody: '"page":1' })]))[1]).toMatchObject({ passed: true });
  });

  it.each<[string, unknown, RegExp]>([
    ['a status that was not expected', { statusCode: 500 }, /status 500/],
    ['no status', { ok: true }, /without a status code/],
    ['a status that is none', { statusCode: 'fine' }, /without a status code/],
    ['nothing', null, /without a status code/],
  ])('%s is not healthy, and nothing else is asked', async (_, answer, detail) => {
    answers(answer);
    const results = await run([check()]);
    expect(results.map((r) => r.passed)).toEqual([false, false]);
    expect(results[0]?.detail).toMatch(detail);
    expect(results[1]?.detail).toContain('not run');
    expect(mock.commandCalls(InvokeCommand)).toHaveLength(3);
  });

  it('a function that fails, is throttled or is not there has failed; a payload that is no JSON too', async () => {
    mock.on(InvokeCommand).resolves({ FunctionError: 'Unhandled', Payload: Uint8ArrayBlobAdapter.fromString('{}') });
    expect((await run())[0]?.detail).toContain('the function failed (Unhandled)');
    mock.on(InvokeCommand).resolves({ Payload: Uint8ArrayBlobAdapter.fromString('<html>') });
    expect((await run())[0]?.detail).toContain('without JSON');
    for (const [error, detail] of [
      [sdkError('TooManyRequestsException', 429), 'throttled'],
      [sdkError('ResourceNotFoundException', 404), 'no alias'],
      [faultError('LOST'), 'TimeoutError'],
      [sdkError('ServiceException', 500), 'ServiceException'],
    ] as const) {
      mock.on(InvokeCommand).rejects(error);
      const [health] = await run();
      expect(health).toMatchObject({ passed: false, detail: expect.stringContaining(detail) });
      expect(health?.detail).not.toContain(SDK_SECRET);
    }
  });

  it('may it not call the function at all, that is no answer of the service', async () => {
    mock.on(InvokeCommand).rejects(faultError('DENIED'));
    await expect(run()).rejects.toThrow(Terminal);
  });

  it('recovers from one fault: health is asked three times', async () => {
    mock
      .on(InvokeCommand)
      .rejectsOnce(faultError('THROTTLED'))
      .resolves({ Payload: Uint8ArrayBlobAdapter.fromString('{"statusCode":200}') });
    expect((await run())[0]).toMatchObject({ passed: true });
  });

  it('asks twenty times for the performance, and a command cannot pass', async () => {
    answers({ statusCode: 200 });
    const results = await run([
      check({ kind: 'performance' }),
      { name: 'smoke', kind: 'integration', command: 'true', timeoutSeconds: 60 },
    ]);
    expect(results[1]).toMatchObject({ passed: true, detail: expect.stringContaining('95th percentile') });
    expect(results[2]).toMatchObject({ passed: false });
    expect(mock.commandCalls(InvokeCommand)).toHaveLength(21);
  });
});

describe('checks of a target by its URL', () => {
  let server: Server;
  let url: string;
  const asked: string[] = [];
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url === '/moved') return response.writeHead(302, { location: '/health' }).end();
      if (request.url === '/broken') return request.socket.destroy();
      if (request.url === '/huge') return response.end('x'.repeat(2 << 20));
      return response.end('{"page":1}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(
    () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  );

  it.each([
    ['a function', TARGETS.production],
    ['an ECS service', ECS_TARGETS.production],
  ])('asks the URL of %s and no API of AWS', async (_, target) => {
    const checks = checksOf(new LambdaClient({ region: 'us-east-1' }), { ...target, url });
    const results = await checks.run(shop, 'production', [
      check(),
      check({ path: '/moved' }),
      check({ path: '/broken' }),
      check({ path: '/huge' }),
      check({ method: 'POST', path: '/cart', body: '{}', expectBody: 'nothing of it' }),
    ]);
    expect(results.map((r) => r.passed)).toEqual([true, true, false, false, false, false]);
    expect(results.slice(2).map((r) => r.detail)).toEqual([
      'GET /moved: status 302, expected 200',
      expect.stringContaining('no answer'),
      expect.stringContaining('more than'),
      'POST /cart: the answer does not contain "nothing of it"',
    ]);
    expect(asked.slice(0, 3)).toEqual(['GET /health', 'GET /products?page=1', 'GET /moved']);
  });
});
