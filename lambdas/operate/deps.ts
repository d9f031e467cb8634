import type { Source } from '../../core/contracts/change-submitted.ts';
import { busOf } from '../adapters/of-env/bus.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { gatesOf } from '../adapters/of-env/gates.ts';
import { holdsOf } from '../adapters/of-env/holds.ts';
import { ownRepositoryOf } from '../adapters/of-env/own-repository.ts';
import { controlsOf } from '../adapters/of-env/state.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts &
  Pick<Ports, 'holds' | 'gates' | 'controls' | 'bus'> & {
    /** The repository that a service's path in the config means. */
    readonly own: Source | null;
  };

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return {
    ...context,
    holds: holdsOf(env),
    gates: gatesOf(env, context),
    controls: controlsOf(env),
    bus: busOf(env),
    own: ownRepositoryOf(env),
  };
}
