import { join } from 'node:path';
import { configSchema } from '../../../core/contracts/config.ts';
import type { SettingsSource } from '../../../lambdas/ports.ts';
import { createGates } from '../../../embedded/gates/create-gates.ts';
import { openDatabase } from '../../../embedded/store/database.ts';

/** Settings with these gates and nothing else of interest. */
export function settingsWith(commands: readonly string[], concurrentGateRuns = 2): SettingsSource {
  const config = configSchema.parse({
    version: 1,
    services: { shop: { repository: '/r', start: 'true', port: 4000 } },
    approvers: [{ id: 'ada', email: 'ada@acme.io' }],
    gates: { stages: [{ name: 's', gates: commands.map((command, i) => ({ name: `g${i}`, command })) }] },
    limits: { concurrentGateRuns },
  });
  const hash = `sha256:${'0'.repeat(64)}` as never;
  return { current: () => Promise.resolve({ config, policies: {}, hash, version: null }) };
}

/** The port on a database in `home`, as one process would have it, with the answers its tokens had. */
export function openGates(home: string, settings: SettingsSource) {
  const answers: [string, unknown][] = [];
  const errors: unknown[] = [];
  const db = openDatabase(join(home, 'test.db'));
  const gates = createGates({
    db,
    home,
    settings,
    succeed: (token, output) => answers.push([token, output]),
    onError: (error) => errors.push(error),
  });
  return { gates, answers, errors, db };
}
