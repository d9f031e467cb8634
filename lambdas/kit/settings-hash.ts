import { createHash } from 'node:crypto';
import { digestSchema, type Digest } from '../../core/contracts/ids.ts';
import type { Settings } from '../ports.ts';

/** Of config and policies together: what every decision and every approval is bound to. */
export function settingsHash({ config, policies }: Pick<Settings, 'config' | 'policies'>): Digest {
  const text = JSON.stringify([config, policies]);
  return digestSchema.parse(`sha256:${createHash('sha256').update(text).digest('hex')}`);
}
