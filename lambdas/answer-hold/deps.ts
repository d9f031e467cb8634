import { contextOf } from '../adapters/of-env/context.ts';
import { holdsOf } from '../adapters/of-env/holds.ts';
import { linkSignerOf } from '../adapters/of-env/link-signer.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { Env } from './env.ts';

export type Deps = ContextPorts & Pick<Ports, 'holds' | 'linkSigner'>;

export async function createDeps(env: Env): Promise<Deps> {
  return { ...contextOf(env), holds: holdsOf(env), linkSigner: await linkSignerOf(env) };
}
