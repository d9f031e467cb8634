import type { z } from 'zod';
import type { configSchema } from '../../core/contracts/config.ts';

/** The smallest valid config, as it is written in a file; `over` replaces top-level keys. */
export function configOf(over: Partial<z.input<typeof configSchema>> = {}) {
  return {
    version: 1 as const,
    services: { shop: { repository: './shop', start: 'node server.js', port: 8080 } },
    approvers: [{ id: 'alice', email: 'alice@example.com' }],
    gates: { stages: [{ name: 'fast', gates: [{ name: 'secrets', builtin: 'secrets' as const }] }] },
    ...over,
  };
}
