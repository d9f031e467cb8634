import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from '../../core/contracts/errors.ts';
import type { LinkSigner } from '../../lambdas/ports.ts';
import { createFileOnce } from './write-file.ts';

/** As long as the hash of HMAC-SHA-256: a longer key adds nothing. */
const KEY_BYTES = 32;

/** Signs with HMAC-SHA-256, written as base64url, under the key in `<home>/link.key`; makes the key on first use. */
export function createLinkSigner(home: string): LinkSigner {
  const file = path.join(home, 'link.key');
  const key = readKey(file) ?? createFileOnce(file, randomBytes(KEY_BYTES));
  if (key.length !== KEY_BYTES) throw new Terminal(`${file}: ${key.length} bytes; expected ${KEY_BYTES}`);
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new Terminal(`${file}: mode ${mode.toString(8)} lets others read the key; expected 600`);
  return { sign: (text) => createHmac('sha256', key).update(text, 'utf8').digest('base64url') };
}

function readKey(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
