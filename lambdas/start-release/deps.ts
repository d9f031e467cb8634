import { executionsOf } from '../adapters/of-env/executions.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = Pick<Ports, 'executions'>;

export function createDeps(env: Env): Deps {
  return { executions: executionsOf(env) };
}
