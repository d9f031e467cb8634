import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { makeShop, type Shop } from '../../examples/make-shop.ts';
import { configOf } from './config-of.ts';

export type ShopHome = {
  readonly folder: string;
  readonly config: string;
  readonly port: number;
  readonly shop: Shop;
  remove(): void;
};

/** The sample shop in a temporary folder; but for the canary's, with the shortest times that the config allows. */
export async function shopHome(canarySeconds = 60): Promise<ShopHome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'interlock-'));
  const shop = await makeShop(path.join(folder, 'shop'));
  const port = await freePort();
  const config = path.join(folder, 'interlock.yaml');
  const content = configOf({
    services: {
      shop: {
        repository: './shop',
        start: 'exec node src/server.js',
        port,
        checks: [{ name: 'products', kind: 'functional', method: 'GET', path: '/products', expectStatus: 200 }],
      },
    },
    page: { port: await freePort() },
    timing: {
      stagingSeconds: 30,
      canarySeconds,
      canaryExtensions: 0,
      expandSeconds: 60,
      watchSeconds: 300,
      warmUpSeconds: 0,
    },
    // As configured, however few requests there are.
    rollout: { whenUnderpowered: ['person'] },
  });
  writeFileSync(config, stringify(content));
  return { folder, config, port, shop, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
