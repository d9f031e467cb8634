import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundling } from '../../lib/bundle-steps.ts';
import { startBedrock } from '../support/aws-double/bedrock.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const out = mkdtempSync(path.join(tmpdir(), 'interlock-bundled-'));
const WASM = 'cedar_wasm_bg.wasm';

/** Adapters bundled as the steps are, called against a server that answers as AWS does over the wire. */
const PROBE = `
  import { createS3Blobs } from './lambdas/adapters/s3-blobs.ts';
  import { createSfnCallbacks } from './lambdas/adapters/sfn-callbacks.ts';
  import { dynamoTable } from './lambdas/adapters/dynamo-table.ts';
  import { createDynamoDeliveries } from './lambdas/adapters/dynamo-deliveries.ts';
  import { dynamoDbClient, s3Client, sfnClient, ssmClient } from './lambdas/kit/clients.ts';
  import { createSsmTargets } from './lambdas/adapters/ssm-targets.ts';
  import { compilePolicies } from './core/policy/compile-policies.ts';
  import { mayApprove } from './core/policy/may-approve.ts';
  import { policyFiles } from './lambdas/adapters/policy-files.ts';
  import { createBedrockReviewer } from './lambdas/adapters/bedrock-reviewer.ts';
  const table = () => dynamoTable(dynamoDbClient(), 'table');
  const item = { pk: 'a', sk: 'b' };
  const calls = {
    blob: async () => String.fromCharCode(...((await createS3Blobs(s3Client(), { bucket: 'evidence' }).get('releases/x')) ?? [])) || 'NONE',
    put: () => createS3Blobs(s3Client(), { bucket: 'evidence' }).put('releases/x', 'content'),
    item: () => table().get(item),
    transact: () => table().transact([table().deleteWrite(item)]),
    delivery: () => createDynamoDeliveries(dynamoDbClient(), { table: 'table' }).begin('k', 'd', 1),
    token: () => createSfnCallbacks(sfnClient()).succeed('t', {}),
    target: () => createSsmTargets(ssmClient()).target('shop', 'production'),
    review: () => createBedrockReviewer({ model: 'model', timeoutSeconds: 5 }).ask({ system: 's', user: 'u', maxTokens: 9 }),
    policies: async () => mayApprove(compilePolicies(policyFiles(process.argv[2])), 'ann', { approvers: [{ id: 'ann', email: 'ann@example.com' }], authors: [], service: 'shop' }).allowed,
  };
  calls[process.argv[1]]().then(
    (value) => console.log('VALUE ' + JSON.stringify(typeof value === 'symbol' ? value.description : value ?? null)),
    (error) => console.log('ERROR ' + error.name + ': ' + error.message),
  );
`;

type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };
let server: Server;
let seen: { target: string; method: string; checksum: string }[] = [];
let replies: Reply[] = [];
beforeAll(async () => {
  const entry = { contents: PROBE, resolveDir: ROOT, loader: 'ts' as const };
  await build({ ...bundling({ ecs: false }), stdin: entry, outfile: path.join(out, 'index.js') });
  cpSync(path.join(ROOT, 'node_modules/@cedar-policy/cedar-wasm/nodejs', WASM), path.join(out, WASM));
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { headers, method = '' } = request;
      seen.push({
        target: String(headers['x-amz-target'] ?? request.url),
        method,
        checksum: String(headers['x-amz-checksum-crc32']),
      });
      const { status, body, headers: more } = replies.length > 1 ? replies.shift()! : replies[0]!;
      response.writeHead(status, { 'x-amzn-requestid': 'req-1', 'x-amz-request-id': 'req-1', ...more }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(out, { recursive: true });
});
beforeEach(() => void ([seen, replies] = [[], []]));

async function call(name: string, ...answers: readonly Reply[]): Promise<string> {
  replies = [...answers];
  return ask(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function ask(name: string, url: string): Promise<string> {
  const env = { AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  const words = ['-e', `require(${JSON.stringify(path.join(out, 'index.js'))})`, name, `${ROOT}policies`];
  return (await promisify(execFile)(process.execPath, words, { env })).stdout.trim();
}

const json = (status: number, body: object, headers = {}): Reply => ({ status, body: JSON.stringify(body), headers });
const error = (name: string, more: object = {}, status = 400) =>
  json(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'secret detail', ...more });
const xml = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret detail</Message></Error>`,
});
const ok: Reply = { status: 200, body: '{}' };

describe('an error of AWS has its name in a bundle too', () => {
  it('DynamoDB: a condition that failed, with the item that was there', async () => {
    const failed = (item: object) => error('ConditionalCheckFailedException', { Item: item });
    expect(await call('delivery', failed({ outcome: { S: 'accepted' } }))).toBe('VALUE "DONE"');
    expect(await call('delivery', failed({ pk: { S: 'a' } }))).toBe('VALUE "BUSY"');
  });

  it('DynamoDB: why a transaction was cancelled', async () => {
    const cancelled = (Code: string) => error('TransactionCanceledException', { CancellationReasons: [{ Code }] });
    expect(await call('transact', cancelled('ConditionalCheckFailed'))).toBe('VALUE "lost"');
    expect(await call('transact', cancelled('ThrottlingError'))).toMatch(/^ERROR Transient: .*ThrottlingError/);
    expect(await call('transact', cancelled('ValidationError'))).toMatch(/^ERROR Terminal: .*ValidationError/);
  });

  it('DynamoDB: a throttle is tried again, an error without a class of its own is named, and its request', async () => {
    const item = json(200, { Item: { pk: { S: 'a' }, n: { N: '7' } } });
    expect(await call('item', error('ProvisionedThroughputExceededException'), item)).toBe('VALUE {"pk":"a","n":7}');
    expect(seen.map(({ target }) => target)).toEqual(Array(2).fill('DynamoDB_20120810.GetItem'));
    expect(await call('item', error('ThrottlingException'))).toMatch(/^ERROR Transient: DynamoDB GetItem: Throttling/);
    expect(await call('item', error('InternalServerError', {}, 500))).toMatch(/^ERROR Transient: /);
    expect(await call('item', error('AccessDeniedException'))).toBe(
      'ERROR Terminal: DynamoDB GetItem: AccessDeniedException, request req-1',
    );
  });

  it('S3: what is not there, what is denied, what is too much', async () => {
    expect(await call('blob', xml(404, 'NoSuchKey'))).toBe('VALUE "NONE"');
    expect(await call('blob', xml(403, 'AccessDenied'))).toBe(
      'ERROR Terminal: S3 GetObject: AccessDenied, request req-1',
    );
    expect(await call('blob', xml(503, 'SlowDown'), { status: 200, body: 'content' })).toBe('VALUE "content"');
  });

  it('S3: a checksum goes out with what is written, and one that comes back is checked', async () => {
    expect(await call('put', ok)).toBe('VALUE null');
    expect(seen).toEqual([
      expect.objectContaining({ method: 'PUT', checksum: expect.stringMatching(/^[\w+/]{6}==$/) }),
    ]);
    const sum = { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' };
    expect(await call('blob', { status: 200, body: 'content', headers: sum })).toMatch(/^ERROR .*S3 GetObject/);
  });

  it('Step Functions and Systems Manager: what the adapters wait for by name', async () => {
    expect(await call('token', error('TaskTimedOut'))).toBe('VALUE null');
    expect(await call('token', error('InvalidToken'))).toMatch(/^ERROR Terminal: .*InvalidToken/);
    expect(await call('target', error('ParameterNotFound'))).toMatch(/^ERROR Terminal: shop is not registered/);
  });
});

describe('Cedar in a bundle', () => {
  it('decides', async () => {
    expect(await call('policies', ok)).toBe('VALUE true');
  });
});

describe('Bedrock in a bundle', () => {
  it('is asked and answers, over HTTP/2', async () => {
    const bedrock = await startBedrock(() => ({ text: 'harmless' }));
    try {
      expect(await ask('review', bedrock.url)).toMatch(/^VALUE \{"kind":"ANSWER","text":"harmless"/);
      expect(bedrock.requests).toEqual([{ modelId: 'model', system: 's', user: 'u', tools: [] }]);
    } finally {
      await bedrock.close();
    }
  });
});
