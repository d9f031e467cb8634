import { callbacksOf, openingHoldsOf } from '../adapters/of-env/holds.ts';
import { contextOf } from '../adapters/of-env/context.ts';
import { linkSignerOf } from '../adapters/of-env/link-signer.ts';
import { mailOf } from '../adapters/of-env/mail.ts';
import type { Logger } from '../kit/logger.ts';
import type { ContextPorts } from '../kit/release-context.ts';
import type { Ports } from '../ports.ts';
import type { AwsEnv } from './env.ts';

export type Deps = ContextPorts & Pick<Ports, 'holds' | 'callbacks' | 'mail' | 'linkSigner'>;

export async function createDeps(env: AwsEnv, logger: Logger): Promise<Deps> {
  return {
    ...contextOf(env),
    holds: openingHoldsOf(env),
    callbacks: callbacksOf(),
    mail: mailOf(env, logger),
    linkSigner: await linkSignerOf(env),
  };
}
