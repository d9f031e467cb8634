import { once } from '../kit/once.ts';
import { readEnv } from '../kit/read-env.ts';
import { createWebhook, type WebhookAnswer, type WebhookRequest } from './webhook.ts';
import { createWebhookDeps } from './webhook-deps.ts';
import { webhookEnvSchema } from './webhook-env.ts';

const webhook = once(async () => createWebhook(createWebhookDeps(readEnv(webhookEnvSchema))));

/** GitHub's webhook behind the HTTP API. */
export const handler = async (request: WebhookRequest): Promise<WebhookAnswer> => (await webhook())(request);
