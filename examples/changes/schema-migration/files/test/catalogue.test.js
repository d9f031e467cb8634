import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOnSale, loadCatalogue } from '../src/catalogue.js';

test('leaves out what is no longer made', () => {
  assert.equal(isOnSale({ discontinuedAt: '2025-11-30T00:00:00Z' }), false);
  assert.equal(isOnSale({ discontinuedAt: null }), true);
});

test('everything in the export of today is on sale', () => {
  assert.equal(loadCatalogue().products.length, 5000);
});
