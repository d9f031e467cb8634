import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { configSchema } from '../../../core/contracts/config.ts';
import type { ChangeSubmitted } from '../../../core/contracts/change-submitted.ts';
import type { Deployment } from '../../../core/contracts/deployment.ts';
import { loadPolicies } from '../../../embedded/home/load-policies.ts';
import { jsonLogger } from '../../../lambdas/kit/logger.ts';
import { settingsHash } from '../../../lambdas/kit/settings-hash.ts';
import { createHandler } from '../../../lambdas/operate/handler.ts';
import { respond } from '../../../lambdas/operate/respond.ts';
import type { Blobs } from '../../../lambdas/ports.ts';
import { dynamoWorld } from '../../lambdas/adapters/dynamo-world.ts';
import { ACCOUNT, eventOf } from '../../lambdas/operate/an-operator.ts';
import { fakeCallbacks } from '../fakes/callbacks.ts';
import { fakeGates } from '../fakes/gates.ts';
import { checkSignature } from './check-signature.ts';
import { ServiceError } from './json-service.ts';
import { readService } from './read-service.ts';

export const REGION = 'eu-west-1';
const BUCKET = 'evidence';
/** Nothing of this is a credential of anybody. */
const secretOf = (keyId: string) => `not-a-secret-of-${keyId}`;

export type DeploymentDouble = Awaited<ReturnType<typeof startDeployment>>;

/**
 * A deployment on 127.0.0.1: its stores in memory, each behind the wire format of its service, and its operations by the
 * handler itself. `principals` says whose key is whose; operations are let through when their signature is right.
 */
export async function startDeployment(config: object, principals: Readonly<Record<string, string>>) {
  const world = dynamoWorld();
  const objects = new Map<string, Uint8Array>();
  const blobs: Blobs = {
    put: async (key, content) => void objects.set(key, Buffer.from(content as string)),
    get: async (key) => objects.get(key) ?? null,
  };
  const published: ChangeSubmitted[] = [];
  const parsed = configSchema.parse(config);
  const policies = loadPolicies();
  const hash = settingsHash({ config: parsed, policies });
  const clock = { now: () => Date.now() };
  const callbacks = fakeCallbacks();
  const operate = respond(
    createHandler({
      ...world,
      ...{ clock, blobs, gates: fakeGates(callbacks), own: { kind: 'GITHUB', owner: 'acme', name: 'own' } },
      settings: { current: async () => ({ config: parsed, policies, hash, version: 7 }) },
      bus: { publish: async (event) => void published.push(event) },
    }),
    jsonLogger(() => undefined, clock.now),
  );
  const parameters = new Map<string, string>([['/interlock/settings', JSON.stringify(config)]]);
  const executions = new Map<string, string>();
  const calls: string[] = [];
  /** What the next operations get in place of their answer; LOST does them and breaks the connection. */
  const spoiled: ('LOST' | { readonly status: number; readonly body: string })[] = [];
  const denied = new Set<string>();

  const operation = async (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const signer = checkSignature(request, body, secretOf);
    const principal =
      signer?.service === 'execute-api' && signer.region === REGION ? principals[signer.keyId] : undefined;
    if (principal === undefined || denied.has('Operations')) return send(response, 403, '{"message":"Forbidden"}');
    const fault = spoiled.shift();
    if (typeof fault === 'object') return send(response, fault.status, fault.body);
    const answer = await operate(eventOf(principal, body.toString('utf8')));
    if (fault === 'LOST') return void request.socket.destroy();
    send(response, answer.statusCode, answer.body);
  };
  const read = async (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const [service = '', name = ''] = target.split('.');
    const region = /\/(\w+-\w+-\d)\//.exec(request.headers.authorization ?? '')?.[1];
    calls.push(name);
    try {
      if (denied.has(name)) throw new ServiceError('AccessDeniedException');
      if (region !== REGION && service === 'AmazonSSM') throw new ServiceError('ParameterNotFound');
      const stores = { dynamo: world.dynamo.client, parameters, executions };
      send(
        response,
        200,
        JSON.stringify(await readService(stores, target, JSON.parse(body.toString('utf8')) as Record<string, unknown>)),
      );
    } catch (error) {
      const { code = 'InternalFailure' } = error as { code?: string };
      send(response, code === 'InternalFailure' ? 500 : 400, JSON.stringify({ __type: code, message: code }));
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const path = (request.url ?? '').split('?')[0]!;
      if (path === '/operations') return void operation(request, response, body);
      if (request.method === 'GET') {
        calls.push('GetObject');
        const object = objects.get(decodeURIComponent(path).slice(`/${BUCKET}/`.length));
        if (object === undefined)
          return send(response, 404, '<Error><Code>NoSuchKey</Code></Error>', 'application/xml');
        return void response.writeHead(200).end(object);
      }
      if (body.toString('utf8').includes('Action=GetCallerIdentity')) return send(response, 200, IDENTITY, 'text/xml');
      void read(request, response, body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tables = { audit: 'table', releases: 'table', holds: 'table', deployments: 'table' };
  const deployment: Deployment = {
    ...{
      version: 1,
      region: REGION,
      account: ACCOUNT,
      tables,
      evidenceBucket: BUCKET,
      publicUrl: 'https://page.example',
    },
    ...{ settingsParameter: '/interlock/settings', operationsUrl: `${url}/operations` },
    releaseMachineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:interlock-release`,
  };
  parameters.set('/interlock/deployment', JSON.stringify(deployment));
  return {
    ...{ world, blobs, published, parameters, executions, calls, spoiled, denied, hash, url, deployment },
    credentialsOf: (keyId: string) => ({ accessKeyId: keyId, secretAccessKey: secretOf(keyId) }),
    /** The environment of somebody who has this key and no other settings. */
    environment: (keyId: string): Record<string, string> => ({
      ...{ AWS_ENDPOINT_URL: url, AWS_REGION: REGION, AWS_EC2_METADATA_DISABLED: 'true' },
      ...{ AWS_PROFILE: '', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
      ...{ AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secretOf(keyId), AWS_SESSION_TOKEN: '' },
    }),
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::${ACCOUNT}:user/x</Arn><UserId>X</UserId><Account>${ACCOUNT}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const send = (response: ServerResponse, status: number, body: string, type = 'application/json') =>
  void response.writeHead(status, { 'content-type': type }).end(body);
