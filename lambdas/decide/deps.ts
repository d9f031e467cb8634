import { contextOf } from '../adapters/of-env/context.ts';
import { budgetsOf, controlsOf, trustOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import { gatesOf } from '../adapters/of-env/gates.ts';
import { trafficOf } from '../adapters/of-env/measuring.ts';
import { vcsOf } from '../adapters/of-env/vcs.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts &
  Pick<Ports, 'gates' | 'deployer' | 'vcs' | 'controls' | 'budgets' | 'traffic' | 'trust'>;

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    gates: gatesOf(env, context),
    deployer: deployerOf(env),
    vcs: vcsOf(env),
    traffic: trafficOf(context.clock),
    trust: trustOf(env),
    controls: controlsOf(env),
    budgets: budgetsOf(env),
  };
}
