import type { z } from 'zod';
import { createDynamoDeliveries } from '../adapters/dynamo-deliveries.ts';
import { busOf } from '../adapters/of-env/bus.ts';
import { clock } from '../adapters/of-env/clock.ts';
import { settingsOf } from '../adapters/of-env/context.ts';
import { ownRepositoryOf } from '../adapters/of-env/own-repository.ts';
import { secretText } from '../adapters/of-env/secret-text.ts';
import { dynamoDbClient } from '../kit/clients.ts';
import { once } from '../kit/once.ts';
import { createPullRequestIntake } from './github-pull-request.ts';
import type { webhookEnvSchema } from './webhook-env.ts';
import type { WebhookDeps } from './webhook.ts';

export function createWebhookDeps(env: z.infer<typeof webhookEnvSchema>): WebhookDeps {
  const text = once(() => secretText(env.WEBHOOK_SECRET_ARN));
  return {
    clock,
    // One a line: while the secret is being replaced, the old one stands below the new one.
    secrets: async () => (await text()).split('\n').filter((secret) => secret !== ''),
    deliveries: createDynamoDeliveries(dynamoDbClient(), { table: env.DEPLOYMENTS_TABLE }),
    accept: createPullRequestIntake({ bus: busOf(env), settings: settingsOf(env), own: ownRepositoryOf(env) }),
  };
}
