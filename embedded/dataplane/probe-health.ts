import { get } from 'node:http';
import { HEALTH_TIMEOUT_MS } from './limits.ts';

/** Asks `path` once on a connection of its own; null when it answered 200, else what was wrong, in words. */
export function probeHealth(port: number, path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      response.on('error', () => undefined);
      resolve(response.statusCode === 200 ? null : `status ${response.statusCode}`);
      request.destroy();
    });
    const timer = setTimeout(() => {
      resolve(`no answer within ${HEALTH_TIMEOUT_MS / 1000} s`);
      request.destroy();
    }, HEALTH_TIMEOUT_MS);
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    request.on('close', () => {
      clearTimeout(timer);
      resolve('connection closed');
    });
  });
}
