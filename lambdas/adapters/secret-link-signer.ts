import { createHmac } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Terminal } from '../../core/contracts/errors.ts';
import type { LinkSigner } from '../ports.ts';
import { awsCall } from './aws-errors.ts';

type Options = { readonly secretArn: string };

/** As many characters as the hash of HMAC-SHA-256 has bytes: whoever made the secret made it long enough. */
const CHARACTERS_MIN = 32;

/** Signs with HMAC-SHA-256, written as base64url, under a secret that is read once, when the process starts. */
export async function createSecretLinkSigner(
  client: SecretsManagerClient,
  { secretArn }: Options,
): Promise<LinkSigner> {
  const { SecretString: key } = await awsCall('Secrets Manager GetSecretValue', () =>
    client.send(new GetSecretValueCommand({ SecretId: secretArn })),
  );
  if (key === undefined || key.length < CHARACTERS_MIN)
    throw new Terminal(
      `the secret that signs links: found ${key === undefined ? 'no text' : `${key.length} characters`}; ` +
        `expected text of at least ${CHARACTERS_MIN}`,
    );
  return { sign: (text) => createHmac('sha256', key).update(text, 'utf8').digest('base64url') };
}
