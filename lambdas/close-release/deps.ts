import { contextOf } from '../adapters/of-env/context.ts';
import { deployerOf } from '../adapters/of-env/deployer.ts';
import { gatesOf } from '../adapters/of-env/gates.ts';
import { holdsOf } from '../adapters/of-env/holds.ts';
import { controlsOf, locksOf, trustOf } from '../adapters/of-env/state.ts';
import { mailOf } from '../adapters/of-env/mail.ts';
import { vcsOf } from '../adapters/of-env/vcs.ts';
import type { Logger } from '../kit/logger.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts &
  Pick<Ports, 'holds' | 'gates' | 'locks' | 'deployer' | 'vcs' | 'mail' | 'controls' | 'trust'>;

export function createDeps(env: Env, logger: Logger): Deps {
  const context = contextOf(env);
  return {
    ...context,
    holds: holdsOf(env),
    gates: gatesOf(env, context),
    locks: locksOf(env),
    controls: controlsOf(env),
    trust: trustOf(env),
    deployer: deployerOf(env),
    vcs: vcsOf(env),
    mail: mailOf(env, logger),
  };
}
