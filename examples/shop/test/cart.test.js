import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../support/serve.js';

let shop;
before(async () => (shop = await serve()));
after(() => shop.close());

const price = async (id) => (await shop.get(`/products/${id}`)).body.priceCents;

test('sums up a cart', async () => {
  const { body } = await shop.get('/cart/total?items=p-0001:2,p-0002');
  assert.equal(body.totalCents, 2 * (await price('p-0001')) + (await price('p-0002')));
});

test('gives volume discounts from 5 and from 10 pieces on', async () => {
  const cents = await price('p-0001');
  const total = async (n) => (await shop.get(`/cart/total?items=p-0001:${n}`)).body.totalCents;
  assert.equal(await total(4), 4 * cents);
  assert.equal(await total(5), Math.round(5 * cents * 0.95));
  assert.equal(await total(10), Math.round(10 * cents * 0.9));
});

test('refuses unknown products and quantities that are none', async () => {
  for (const items of ['', 'p-9999', 'p-0001:0', 'p-0001:x']) {
    assert.equal((await shop.get(`/cart/total?items=${items}`)).status, 400);
  }
});
