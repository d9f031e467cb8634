import { clock } from '../adapters/of-env/clock.ts';
import { createHandOver } from '../adapters/signed-hand-over.ts';
import { createSignedCalls } from '../adapters/signed-calls.ts';
import { signedSecret } from '../adapters/signed-secret.ts';
import { once } from '../kit/once.ts';
import type { WebhookEnv } from './webhook-env.ts';
import type { WebhookDeps } from './webhook.ts';

export function createWebhookDeps(env: WebhookEnv): WebhookDeps {
  const calls = createSignedCalls({ environment: process.env });
  const text = once(() => signedSecret(calls, env.WEBHOOK_SECRET_ARN));
  return {
    clock,
    // One a line: while the secret is being replaced, the old one stands below the new one.
    secrets: async () => (await text()).split('\n').filter((secret) => secret !== ''),
    handOver: createHandOver(calls, { busName: env.BUS_NAME }),
  };
}
