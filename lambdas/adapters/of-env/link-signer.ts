import { secretsClient } from '../../kit/clients.ts';
import type { portEnv } from '../../kit/port-env.ts';
import type { LinkSigner } from '../../ports.ts';
import { createSecretLinkSigner } from '../secret-link-signer.ts';
import type { EnvOf } from './context.ts';

export const linkSignerOf = (env: EnvOf<typeof portEnv.linkSigner>): Promise<LinkSigner> =>
  createSecretLinkSigner(secretsClient(), { secretArn: env.LINK_SECRET_ARN });
