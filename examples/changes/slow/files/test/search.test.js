import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../support/serve.js';

let shop;
before(async () => (shop = await serve()));
after(() => shop.close());

test('finds products that contain every word', async () => {
  const { body } = await shop.get('/search?q=enamel+teapot+porto');
  assert.ok(body.total > 0);
  for (const { name } of body.products) assert.match(name, /Enamel teapot/);
});

test('shows the best match first, then the cheapest', async () => {
  const { products } = (await shop.get('/search?q=oak+lamp')).body;
  assert.match(products[0].name, /^Oak lamp/);
  const prices = products.filter(({ name }) => /^Oak lamp/.test(name)).map(({ priceCents }) => priceCents);
  assert.deepEqual(
    prices,
    prices.toSorted((a, b) => a - b),
  );
});

test('ignores case and finds nothing where nothing is', async () => {
  assert.equal(
    (await shop.get('/search?q=ENAMEL+Teapot')).body.total,
    (await shop.get('/search?q=enamel+teapot')).body.total,
  );
  assert.equal((await shop.get('/search?q=submarine')).body.total, 0);
});

test('wants words', async () => {
  assert.equal((await shop.get('/search?q=')).status, 400);
});
