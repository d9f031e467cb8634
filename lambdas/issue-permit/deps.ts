import { checksOf } from '../adapters/of-env/measuring.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { controlsOf, locksOf, permitsOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import { gatesOf } from '../adapters/of-env/gates.ts';
import { holdsOf } from '../adapters/of-env/holds.ts';
import { vcsOf } from '../adapters/of-env/vcs.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts &
  Pick<Ports, 'vcs' | 'gates' | 'holds' | 'locks' | 'permits' | 'controls' | 'deployer' | 'checks'>;

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    vcs: vcsOf(env),
    gates: gatesOf(env, context),
    holds: holdsOf(env),
    locks: locksOf(env),
    permits: permitsOf(env),
    controls: controlsOf(env),
    deployer: deployerOf(env),
    checks: checksOf(context.settings),
  };
}
