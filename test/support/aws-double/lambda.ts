import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Version = { readonly sha: string; readonly description: string };
type Alias = { version: string; weights: Record<string, number> };
type Fn = { latest: string; readonly versions: Map<string, Version>; readonly aliases: Map<string, Alias> };

export type LambdaDouble = {
  readonly url: string;
  readonly calls: string[];
  /** Objects of the bucket, by key: the bytes that UpdateFunctionCode takes. */
  readonly objects: Map<string, string>;
  add(functionName: string, alias: string, bytes: string, description: string): void;
  alias(functionName: string, alias: string): Readonly<Alias>;
  versions(functionName: string): number;
  /** The next call whose name begins so is done but never answered. */
  lose(call: string): void;
  close(): Promise<void>;
};

export const sha256Hex = (bytes: string): string => createHash('sha256').update(bytes).digest('hex');
const sha256Base64 = (bytes: string): string => createHash('sha256').update(bytes).digest('base64');

/** As much of Lambda as moving an alias between published versions needs. */
export async function startLambda(): Promise<LambdaDouble> {
  const functions = new Map<string, Fn>();
  const objects = new Map<string, string>();
  const calls: string[] = [];
  let losing: string | null = null;

  const perform = (method: string, path: readonly string[], query: URLSearchParams, body: Record<string, unknown>) => {
    const [name = '', kind = '', alias = ''] = path;
    const fn = functions.get(name);
    if (fn === undefined) return fault(404, 'ResourceNotFoundException');
    const configuration = (version: string, of: Version) => ({
      FunctionName: name,
      Version: version,
      CodeSha256: of.sha,
      Description: of.description,
      LastUpdateStatus: 'Successful',
    });
    if (kind === 'code' && method === 'PUT') {
      const bytes = objects.get(String(body['S3Key']));
      if (bytes === undefined) return fault(400, 'InvalidParameterValueException');
      fn.latest = sha256Base64(bytes);
      return ok(configuration('$LATEST', { sha: fn.latest, description: '' }));
    }
    if (kind === 'versions' && method === 'POST') {
      if (body['CodeSha256'] !== fn.latest) return fault(400, 'InvalidParameterValueException');
      const last = [...fn.versions].at(-1);
      // Code that did not change gives no new version.
      if (last !== undefined && last[1].sha === fn.latest) return ok(configuration(...last));
      const version = { sha: fn.latest, description: String(body['Description'] ?? '') };
      fn.versions.set(String(fn.versions.size + 1), version);
      return ok(configuration(String(fn.versions.size), version));
    }
    if (kind === 'configuration') {
      const qualifier = query.get('Qualifier');
      const version = qualifier === null ? { sha: fn.latest, description: '' } : fn.versions.get(qualifier);
      return version ? ok(configuration(qualifier ?? '$LATEST', version)) : fault(404, 'ResourceNotFoundException');
    }
    const found = fn.aliases.get(alias);
    if (kind !== 'aliases' || found === undefined) return fault(404, 'ResourceNotFoundException');
    if (method === 'PUT') {
      found.version = String(body['FunctionVersion'] ?? found.version);
      const routing = body['RoutingConfig'] as { AdditionalVersionWeights?: Record<string, number> } | undefined;
      if (routing !== undefined) found.weights = routing.AdditionalVersionWeights ?? {};
    }
    return ok({
      Name: alias,
      FunctionVersion: found.version,
      ...(Object.keys(found.weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: found.weights } }),
    });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://lambda');
      const path = pathname.split('/').slice(3).map(decodeURIComponent);
      const call = `${request.method} ${path[1]}`;
      calls.push(call);
      const text = Buffer.concat(chunks).toString('utf8');
      const { status, headers, body } = perform(
        request.method ?? '',
        path,
        searchParams,
        (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
      );
      if (losing === call) {
        losing = null;
        request.socket.destroy();
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const get = (name: string): Fn => functions.get(name)!;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    objects,
    add: (name, alias, bytes, description) => {
      const sha = sha256Base64(bytes);
      functions.set(name, {
        latest: sha,
        versions: new Map([['1', { sha, description }]]),
        aliases: new Map([[alias, { version: '1', weights: {} }]]),
      });
    },
    alias: (name, alias) => get(name).aliases.get(alias)!,
    versions: (name) => get(name).versions.size,
    lose: (call) => void (losing = call),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

type Reply = { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };
const ok = (body: unknown): Reply => ({ status: 200, headers: {}, body });
const fault = (status: number, name: string): Reply => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { message: name },
});
