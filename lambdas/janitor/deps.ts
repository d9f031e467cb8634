import { executionsOf } from '../adapters/of-env/executions.ts';
import { holdsOf } from '../adapters/of-env/holds.ts';
import { createDeps as createCloseDeps, type Deps as CloseDeps } from '../close-release/deps.ts';
import type { Logger } from '../kit/logger.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = CloseDeps & Pick<Ports, 'executions'>;

export function createDeps(env: Env, logger: Logger) {
  const holds = holdsOf(env);
  return { ...createCloseDeps(env, logger), holds, executions: executionsOf(env) };
}
