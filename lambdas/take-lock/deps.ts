import { contextOf } from '../adapters/of-env/context.ts';
import { controlsOf, locksOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import { executionsOf } from '../adapters/of-env/executions.ts';
import { vcsOf } from '../adapters/of-env/vcs.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts & Pick<Ports, 'locks' | 'executions' | 'deployer' | 'vcs' | 'controls'>;

export function createDeps(env: Env): Deps {
  return {
    ...contextOf(env),
    locks: locksOf(env),
    executions: executionsOf(env),
    deployer: deployerOf(env),
    vcs: vcsOf(env),
    controls: controlsOf(env),
  };
}
