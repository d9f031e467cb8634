import { checksOf, metricsOf } from '../adapters/of-env/measuring.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { controlsOf, locksOf, permitsOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts & Pick<Ports, 'deployer' | 'metrics' | 'checks' | 'controls' | 'permits' | 'locks'>;

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    deployer: deployerOf(env),
    metrics: metricsOf(env, context.settings),
    checks: checksOf(context.settings),
    controls: controlsOf(env),
    permits: permitsOf(env),
    locks: locksOf(env),
  };
}
