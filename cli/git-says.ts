import { execFileSync } from 'node:child_process';

/** What git answers in a folder, in one line; empty when it has no answer. */
export function gitSays(folder: string, ...args: string[]): string {
  try {
    return execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
