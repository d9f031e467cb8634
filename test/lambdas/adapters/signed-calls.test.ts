import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignatureV4 } from '@smithy/signature-v4';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createHandOver } from '../../../lambdas/adapters/signed-hand-over.ts';
import { createSignedCalls } from '../../../lambdas/adapters/signed-calls.ts';
import { signedSecret } from '../../../lambdas/adapters/signed-secret.ts';

type Seen = { readonly headers: IncomingMessage['headers']; readonly path: string; readonly body: string };
type Reply = (response: ServerResponse) => void;

let server: Server;
let url: string;
let seen: Seen[] = [];
let replies: Reply[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ headers: request.headers, path: request.url ?? '', body });
      (replies.length > 1 ? replies.shift()! : replies[0]!)(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => void ([seen, replies] = [[], [ok({ SecretString: 'text' })]]));

const ok =
  (output: unknown): Reply =>
  (response) =>
    void response.end(typeof output === 'string' ? output : JSON.stringify(output));
const failed =
  (status: number, name: string, more: Record<string, string> = {}): Reply =>
  (response) =>
    void response
      .writeHead(status, { 'x-amzn-requestid': 'req-1', ...more })
      .end(JSON.stringify({ __type: `com.amazonaws.events#${name}`, message: 'secret detail' }));
const lost: Reply = (response) => void response.destroy();
const never: Reply = () => {};

const environment = () => ({
  ...{ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: url },
  ...{ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a secret key', AWS_SESSION_TOKEN: 'a token' },
});
const calls = (more: object = {}) => createSignedCalls({ environment: environment(), ...more });
const secret = (more: object = {}) => signedSecret(calls(more), 'arn:aws:secretsmanager:eu-west-1:1:secret:x');

describe('a signed call', () => {
  it('is signed as the SDK signs it', async () => {
    expect(await secret()).toBe('text');
    const [{ headers, path, body }] = seen as [Seen];
    expect({ path, target: headers['x-amz-target'], type: headers['content-type'], body: JSON.parse(body) }).toEqual({
      ...{ path: '/', target: 'secretsmanager.GetSecretValue', type: 'application/x-amz-json-1.1' },
      body: { SecretId: 'arn:aws:secretsmanager:eu-west-1:1:secret:x' },
    });
    const date = String(headers['x-amz-date']).replace(/(....)(..)(..T..)(..)/, '$1-$2-$3:$4:');
    const signer = new SignatureV4({
      ...{ service: 'secretsmanager', region: 'eu-west-1', sha256: Sha256, applyChecksum: false },
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret key', sessionToken: 'a token' },
    });
    const signedNames = /SignedHeaders=([^,]+)/.exec(String(headers.authorization))?.[1]?.split(';') ?? [];
    expect(signedNames).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']));
    const given = Object.fromEntries(signedNames.map((name) => [name, String(headers[name])]));
    const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {}, body };
    const expected = await signer.sign(
      { ...request, headers: given },
      { signingDate: new Date(date), signableHeaders: new Set(signedNames) },
    );
    expect(headers.authorization).toBe(expected.headers['authorization']);
  });

  it('goes to the service in its region, or where its own variable says', async () => {
    const own = { ...environment(), AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SECRETS_MANAGER: url };
    expect(await signedSecret(createSignedCalls({ environment: own }), 'x')).toBe('text');
    const nowhere = createSignedCalls({ environment: { AWS_REGION: 'eu-west-1' } });
    await expect(signedSecret(nowhere, 'x')).rejects.toThrow(Terminal);
  });

  it.each([
    ['throttled', failed(400, 'ThrottlingException')],
    ['a fault of the service', failed(500, 'InternalException')],
    ['lost', lost],
    ['late', never],
  ])('that is %s is sent again, and then given up', async (_name, fault) => {
    replies = [fault, fault, ok({ SecretString: 'text' })];
    expect(await secret({ timeoutMs: 100 })).toBe('text');
    expect(seen).toHaveLength(3);
    replies = [fault];
    const error = await secret({ timeoutMs: 100 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Transient);
    expect(String(error)).toMatch(/Secrets Manager GetSecretValue: \w+/);
    expect(seen).toHaveLength(6);
  });

  it('that is refused is not sent again, and says who refused and not what', async () => {
    replies = [failed(400, 'AccessDeniedException')];
    const error = await secret().catch((thrown: unknown) => thrown);
    expect(error).toEqual(new Terminal('Secrets Manager GetSecretValue: AccessDeniedException, request req-1'));
    expect(seen).toHaveLength(1);
    replies = [failed(400, '', { 'x-amzn-errortype': 'ResourceNotFoundException:http://example.com/' })];
    await expect(secret()).rejects.toThrow(/GetSecretValue: ResourceNotFoundException/);
  });

  it.each(['', 'no json', '[]', '"text"', 'null', '{"SecretString":1}'])(
    'an answer of %j is no secret',
    async (text) => {
      replies = [ok(text)];
      const found = await secret().catch((thrown: unknown) => thrown);
      expect(found === '' || found instanceof Terminal).toBe(true);
    },
  );

  it('of too large an answer is given up', async () => {
    replies = [ok({ SecretString: 'x'.repeat(300_000) })];
    await expect(secret()).rejects.toThrow('Secrets Manager GetSecretValue');
  });
});

describe('handing over', () => {
  const handOver = () =>
    createHandOver(calls(), { busName: 'changes' })({ version: 1, key: 'k', deliveryId: 'd', delivery: {} as never });

  it('puts one event on the bus', async () => {
    replies = [ok({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] })];
    await handOver();
    const { Entries } = JSON.parse(seen[0]!.body) as { Entries: [{ Detail: string }] };
    const [{ Detail, ...entry }] = Entries;
    expect(entry).toEqual({
      EventBusName: 'changes',
      Source: 'interlock.webhook',
      DetailType: 'pull-request.delivered',
    });
    expect(JSON.parse(Detail)).toEqual({ version: 1, key: 'k', deliveryId: 'd', delivery: {} });
    expect(seen[0]?.headers['x-amz-target']).toBe('AWSEvents.PutEvents');
  });

  it.each([
    ['throttled', { Entries: [{ ErrorCode: 'ThrottlingException' }] }, Transient],
    ['refused', { Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'secret detail' }] }, Terminal],
    ['forgotten', { Entries: [] }, Terminal],
    ['answered with nothing', {}, Terminal],
    ['answered with something else', { Entries: 'all' }, Terminal],
  ])('is not done when the entry was %s', async (_name, answer, kind) => {
    replies = [ok(answer)];
    const error = await handOver().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).not.toContain('secret detail');
  });
});

/** A hash as the SDK's signer asks for one. */
class Sha256 {
  private readonly hash;
  constructor(key?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    this.hash = key === undefined ? createHash('sha256') : createHmac('sha256', key as Uint8Array);
  }
  update(data: string | Uint8Array): void {
    this.hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
  reset(): void {}
}
