import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secretsClient } from '../../kit/clients.ts';
import { awsCall } from '../aws-errors.ts';

/** The text of a secret; empty, which is no valid secret of anything, when it holds none. */
export async function secretText(SecretId: string): Promise<string> {
  const { SecretString } = await awsCall('Secrets Manager GetSecretValue', () =>
    secretsClient().send(new GetSecretValueCommand({ SecretId })),
  );
  return SecretString ?? '';
}
