import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { makeShop, type Shop } from '../make-shop.ts';

export type Stage = {
  readonly folder: string;
  readonly config: string;
  readonly shop: Shop;
  readonly serviceUrl: string;
};

/** A fresh folder with the shop's repository and the example config, on ports that are free. */
export async function prepare(folder: string): Promise<Stage> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const shop = await makeShop(path.join(folder, 'shop'));
  const document = parseDocument(readFileSync(new URL('../interlock.yaml', import.meta.url), 'utf8'));
  const port = await freePort(Number(document.getIn(['services', 'shop', 'port'])));
  document.setIn(['services', 'shop', 'port'], port);
  document.setIn(['page', 'port'], await freePort(Number(document.getIn(['page', 'port']) ?? 4600)));
  document.setIn(['services', 'shop', 'repository'], './shop');
  const config = path.join(folder, 'interlock.yaml');
  writeFileSync(config, document.toString());
  return { folder, config, shop, serviceUrl: `http://127.0.0.1:${port}` };
}

/** The wanted port when it is free, else any that is. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('no port is free')) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted));
    });
  });
}
