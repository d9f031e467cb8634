import type { SignedCalls } from './signed-calls.ts';

/** The text of a secret; empty, which is no valid secret of anything, when it holds none. */
export async function signedSecret(calls: SignedCalls, secretArn: string): Promise<string> {
  const { SecretString: text } = await calls({
    ...{ service: 'secretsmanager', operation: 'Secrets Manager GetSecretValue' },
    ...{ target: 'secretsmanager.GetSecretValue', input: { SecretId: secretArn } },
  });
  return typeof text === 'string' ? text : '';
}
