import { busOf } from '../adapters/of-env/bus.ts';
import { settingsOf } from '../adapters/of-env/context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = Pick<Ports, 'bus' | 'settings'>;

export function createDeps(env: Env): Deps {
  return { bus: busOf(env), settings: settingsOf(env) };
}
