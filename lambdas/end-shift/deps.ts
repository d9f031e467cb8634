import { checksOf } from '../adapters/of-env/measuring.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { budgetsOf, controlsOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Controls, Deployer, Ports } from '../ports.ts';
import type { Env } from './env.ts';

/** It brings back what served before, or lets the new version stay. It starts nothing. */
export type Deps = ContextPorts &
  Pick<Ports, 'checks' | 'budgets'> & {
    readonly deployer: Pick<Deployer, 'status' | 'giveBack' | 'settle'>;
    readonly controls: Pick<Controls, 'setKillSwitch' | 'addQuarantine'>;
  };

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    deployer: deployerOf(env),
    checks: checksOf(context.settings),
    controls: controlsOf(env),
    budgets: budgetsOf(env),
  };
}
