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

test('ignores case and finds nothing where nothing is', async () => {
  assert.equal((await shop.get('/search?q=ENAMEL+Teapot')).body.total, (await shop.get('/search?q=enamel+teapot')).body.total);
  assert.equal((await shop.get('/search?q=submarine')).body.total, 0);
});

test('wants words', async () => {
  assert.equal((await shop.get('/search?q=')).status, 400);
});
