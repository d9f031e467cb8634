import { checksOf, metricsOf, trafficOf } from '../adapters/of-env/measuring.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { controlsOf } from '../adapters/of-env/state.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Controls, Deployer, Ports } from '../ports.ts';
import type { Env } from './env.ts';

/** The judge: it looks, says one word and writes down why. It moves nothing. */
export type Deps = ContextPorts &
  Pick<Ports, 'metrics' | 'checks' | 'traffic'> & {
    readonly deployer: Pick<Deployer, 'status'>;
    readonly controls: Pick<Controls, 'killSwitch'>;
  };

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    deployer: deployerOf(env),
    metrics: metricsOf(env, context.settings),
    checks: checksOf(context.settings),
    traffic: trafficOf(context.clock),
    controls: controlsOf(env),
  };
}
