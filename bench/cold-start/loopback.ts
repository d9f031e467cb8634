import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Loopback = {
  readonly url: string;
  /** Calls `seen` at the moment at which the next request arrives, and gives what that returns. */
  next<T>(seen: () => T): Promise<T>;
  close(): void;
};

/** An HTTP server on 127.0.0.1 that answers `{}` at once to whatever it is asked: AWS as fast as it could ever be. */
export async function loopback(): Promise<Loopback> {
  let arrived = (): void => {};
  const server = createServer((request, response) => {
    arrived();
    request.resume();
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (seen) => new Promise((resolve) => (arrived = () => resolve(seen()))),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
