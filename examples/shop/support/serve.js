import http from 'node:http';
import { handle } from '../src/app.js';
import { loadCatalogue } from '../src/catalogue.js';

/** Starts the service on a free port; returns `get(path)` and `close()`. */
export async function serve() {
  const catalogue = loadCatalogue();
  const server = http.createServer((request, response) => handle(catalogue, request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    async get(path) {
      const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
      return { status: response.status, body: await response.json() };
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
