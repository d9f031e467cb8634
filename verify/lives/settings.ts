import { configSchema, type Config } from '../../core/contracts/config.ts';
import { serviceNameSchema, type ServiceName } from '../../core/contracts/ids.ts';
import type { Profile } from '../../core/contracts/facts.ts';
import { loadPolicies } from '../../embedded/home/load-policies.ts';
import { settingsHash } from '../../lambdas/kit/settings-hash.ts';
import type { Settings } from '../../lambdas/ports.ts';

export const SERVICES: readonly ServiceName[] = ['shop', 'blog'].map((name) => serviceNameSchema.parse(name));
/** dora approves and also writes changes. */
export const APPROVERS = ['alice', 'dora'] as const;
export const mailOf = (id: string) => `${id}@example.com`;

const policies = loadPolicies();

/** The shortest times that the config allows: a life is as long as it must be. */
const TIMING = {
  stagingSeconds: 30,
  warmUpSeconds: 0,
  canarySeconds: 60,
  canaryExtensions: 1,
  expandSeconds: 60,
  watchSeconds: 300,
  approvalSeconds: 3600,
  cancelWindowSeconds: 600,
  timeLockSeconds: 900,
  timeLockAfterApprovalSeconds: 300,
};

function settingsOf(profile: Profile, timing: Partial<typeof TIMING> = {}): Settings {
  const config: Config = configSchema.parse({
    version: 1,
    profile,
    services: Object.fromEntries(
      SERVICES.map((name, i) => [
        name,
        {
          repository: `./${name}`,
          start: 'node server.js',
          port: 8080 + i,
          checks: [{ name: 'search', path: '/search' }],
        },
      ]),
    ),
    approvers: APPROVERS.map((id) => ({ id, email: mailOf(id) })),
    gates: { stages: [{ name: 'fast', gates: [{ name: 'secrets', builtin: 'secrets' }] }] },
    timing: { ...TIMING, ...timing },
    autonomy: { DEPLOY: profile === 'conservative' ? 'A2' : 'A4' },
  });
  return { config, policies, hash: settingsHash({ config, policies }), version: null };
}

/** Parsed once; of each profile, what it is and what somebody changes it to. */
export const SETTINGS: Readonly<Record<Profile, { readonly now: Settings; readonly later: Settings }>> = {
  conservative: both('conservative'),
  guarded: both('guarded'),
  autonomous: both('autonomous'),
};

function both(profile: Profile) {
  return { now: settingsOf(profile), later: settingsOf(profile, { canaryExtensions: 2 }) };
}
