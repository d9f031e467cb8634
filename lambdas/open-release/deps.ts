import { contextOf } from '../adapters/of-env/context.ts';
import { gatesOf } from '../adapters/of-env/gates.ts';
import { holdsOf } from '../adapters/of-env/holds.ts';
import { vcsOf } from '../adapters/of-env/vcs.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { StopPorts } from '../kit/stop-release.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts & StopPorts & Pick<Ports, 'vcs'>;

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return { ...context, holds: holdsOf(env), gates: gatesOf(env, context), vcs: vcsOf(env) };
}
