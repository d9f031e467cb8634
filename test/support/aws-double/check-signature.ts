import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Signer = { readonly keyId: string; readonly region: string; readonly service: string };

/**
 * Who signed a request by AWS Signature Version 4, after the description of it by Amazon and not after the SDK's code;
 * null when nobody did, or the signature is not of these bytes, this address and this secret.
 */
export function checkSignature(
  request: IncomingMessage,
  body: Buffer,
  secretOf: (keyId: string) => string | undefined,
): Signer | null {
  const [, keyId = '', day = '', region = '', service = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? [];
  const secret = secretOf(keyId);
  if (signature === undefined || secret === undefined || !names.split(';').includes('host')) return null;
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    ...[request.method, path, query],
    ...names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}`),
    ...['', names, sha256(body)],
  ].join('\n');
  const at = String(request.headers['x-amz-date']);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const expected = hmac(key, ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')).toString('hex');
  return signature === expected && at.startsWith(day) ? { keyId, region, service } : null;
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
