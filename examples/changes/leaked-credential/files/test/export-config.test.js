import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportConfig } from '../src/export-config.js';

test('knows where the export lies', () => {
  const config = exportConfig();
  assert.equal(config.EXPORT_BUCKET, 'shop-warehouse-export');
  assert.equal(config.EXPORT_KEY, 'catalogue/latest.json');
});
