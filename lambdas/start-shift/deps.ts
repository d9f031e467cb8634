import { alarmsOf, checksOf } from '../adapters/of-env/measuring.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { controlsOf, locksOf, permitsOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Controls, Deployer, Locks, Permits, Ports } from '../ports.ts';
import type { Env } from './env.ts';

/** The gate: it alone starts shifts, and it ends none. */
export type Deps = ContextPorts &
  Pick<Ports, 'checks' | 'alarms'> & {
    readonly deployer: Pick<Deployer, 'running' | 'status' | 'start'>;
    readonly controls: Pick<Controls, 'killSwitch'>;
    readonly permits: Pick<Permits, 'get' | 'consume'>;
    readonly locks: Pick<Locks, 'holder'>;
  };

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    deployer: deployerOf(env),
    checks: checksOf(context.settings),
    alarms: alarmsOf(context.settings),
    controls: controlsOf(env),
    permits: permitsOf(env),
    locks: locksOf(env),
  };
}
