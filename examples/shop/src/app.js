import { cartTotal, parseItems } from './cart.js';
import { listProducts, showProduct } from './products.js';
import { search } from './search.js';

/** Answers one request; whatever goes wrong in a route is a 500 and one line in the log. */
export function handle(catalogue, request, response) {
  const url = new URL(request.url, 'http://shop');
  try {
    const [status, body] = answer(catalogue, request.method, url);
    send(response, status, body);
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', path: url.pathname, message: String(error.message).slice(0, 200) }));
    send(response, 500, { error: 'internal error' });
  }
}

function answer(catalogue, method, { pathname, searchParams }) {
  if (method !== 'GET' && method !== 'HEAD') return [405, { error: 'only GET is answered' }];
  if (pathname === '/health') return [200, { status: 'ok' }];
  if (pathname === '/products') return [200, listProducts(catalogue, searchParams)];
  if (pathname === '/search') {
    const query = searchParams.get('q')?.trim();
    return query ? [200, search(catalogue, query)] : [400, { error: 'expected ?q=words' }];
  }
  if (pathname === '/cart/total') {
    const items = parseItems(catalogue, searchParams.get('items') ?? '');
    return items ? [200, cartTotal(items)] : [400, { error: 'expected ?items=p-0001:2,p-0002' }];
  }
  const id = /^\/products\/(p-\d{4})$/.exec(pathname)?.[1];
  const product = id && catalogue.byId.get(id);
  return product ? [200, showProduct(product)] : [404, { error: 'not found' }];
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
