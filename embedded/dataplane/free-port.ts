import { createServer } from 'node:net';

/** Ports given out a moment ago, which their process may not have bound yet. */
const recent: number[] = [];

/** A port on 127.0.0.1 that nobody listens on and that was not given out lately. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    if (recent.includes(port)) continue;
    recent.push(port);
    if (recent.length > 50) recent.shift();
    return port;
  }
}
