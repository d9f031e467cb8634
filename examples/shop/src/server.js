import http from 'node:http';
import { handle } from './app.js';
import { loadCatalogue } from './catalogue.js';

const catalogue = loadCatalogue();
const server = http.createServer((request, response) => handle(catalogue, request, response));

// Longer than any proxy keeps an idle connection, so that we are never the one who closes it.
server.keepAliveTimeout = 65_000;

server.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address();
  console.log(`shop listens on http://${address}:${port} with ${catalogue.products.length} products`);
});

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
