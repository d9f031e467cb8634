import { createHash } from 'node:crypto';
import { type HostedSource, nameOf } from '../contracts/hosted-repository.ts';

/**
 * The name of what a home keeps for one repository. The words are for people and may be cut or coincide; the digits, of
 * SHA-256 over the whole name, tell repositories apart. At most 41 letters, digits and `-`.
 */
export function repositorySlug(source: HostedSource): string {
  const name = nameOf(source);
  const words = name
    .toLowerCase()
    .replace(/^[a-z]+:/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words.slice(0, 28)}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`.replace(/^-/, '');
}
