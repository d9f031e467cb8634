import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../support/serve.js';

let shop;
before(async () => (shop = await serve()));
after(() => shop.close());

test('is healthy', async () => {
  assert.equal((await shop.get('/health')).status, 200);
});

test('lists products by pages of 20', async () => {
  const { body } = await shop.get('/products?page=2');
  assert.equal(body.products.length, 20);
  assert.equal(body.products[0].id, 'p-0021');
});

test('takes a page that is no number for the first', async () => {
  assert.equal((await shop.get('/products?page=x')).body.page, 1);
});

test('lists one category', async () => {
  const { body } = await shop.get('/products?category=kitchen&page=2');
  assert.equal(body.total, 1251);
  assert.equal(body.products.length, 20);
  for (const { category } of body.products) assert.equal(category, 'kitchen');
});

test('lists nothing of a category that does not exist', async () => {
  assert.deepEqual((await shop.get('/products?category=boats')).body, { page: 1, total: 0, products: [] });
});

test('shows a product with its reviews', async () => {
  const { status, body } = await shop.get('/products/p-0002');
  assert.equal(status, 200);
  assert.equal(body.name, 'Oak bowl No. 2');
  assert.equal(body.reviews.length, 2);
});

test('does not know other products and paths', async () => {
  assert.equal((await shop.get('/products/p-9999')).status, 404);
  assert.equal((await shop.get('/nowhere')).status, 404);
});
