import { createPrivateKey, sign } from 'node:crypto';
import { Terminal } from '../../core/contracts/errors.ts';

/**
 * The token with which a GitHub App names itself: RS256 over its id and nine minutes (GitHub allows ten), begun a minute
 * early for clocks that differ. `nowMs` is the real time.
 */
export function gitHubAppJwt(app: { readonly appId: string; readonly privateKey: string }, nowMs: number): string {
  const now = Math.floor(nowMs / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now - 60, exp: now + 540, iss: app.appId })}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), keyOf(app.privateKey)).toString('base64url')}`;
}

function keyOf(pem: string) {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Its own message may quote the key.
  }
  throw new Terminal('the GitHub App secret: privateKey is not an RSA private key in PEM form');
}
