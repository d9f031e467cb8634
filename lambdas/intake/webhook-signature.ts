import { createHmac, timingSafeEqual } from 'node:crypto';
import { Terminal } from '../../core/contracts/errors.ts';

/** Below, a secret could be guessed from one captured delivery; an empty one would let everybody in. */
const SECRET_MIN = 16;

/**
 * True when `header` is GitHub's `sha256=<HMAC-SHA-256 of the body>` under one of the secrets. The time it takes does not
 * depend on where the signature differs. Several secrets are allowed while one replaces another.
 */
export function isSigned(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SECRET_MIN))
    throw new Terminal(`the webhook secret: expected at least ${SECRET_MIN} characters`);
  const given = /^sha256=([0-9a-f]{64})$/.exec(header ?? '')?.[1];
  // Compared also when the header is malformed, and with every secret, so that all refusals take the same time.
  const signature = Buffer.from(given ?? '0'.repeat(64), 'hex');
  const fits = secrets.map((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature));
  return given !== undefined && fits.includes(true);
}
