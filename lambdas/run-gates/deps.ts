import { callbacksOf } from '../adapters/of-env/holds.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { gatesOf } from '../adapters/of-env/gates.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts & Pick<Ports, 'gates' | 'callbacks'>;

export function createDeps(env: Env): Deps {
  const context = contextOf(env);
  return { ...context, gates: gatesOf(env, context), callbacks: callbacksOf() };
}
