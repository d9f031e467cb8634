import { createHmac } from 'node:crypto';
import type { LinkSigner } from '../../../lambdas/ports.ts';

/** Under a fixed key: the same life makes the same links. */
export function createLinkSigner(key: string): LinkSigner {
  return { sign: (text) => createHmac('sha256', key).update(text, 'utf8').digest('base64url') };
}
