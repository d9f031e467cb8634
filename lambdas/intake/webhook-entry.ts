import { jsonLogger } from '../kit/logger.ts';
import { once } from '../kit/once.ts';
import { createWebhook, type WebhookAnswer, type WebhookRequest } from './webhook.ts';
import { createWebhookDeps } from './webhook-deps.ts';
import { readWebhookEnv } from './webhook-env.ts';

const logger = jsonLogger((line) => void process.stdout.write(line), Date.now);
const webhook = once(async () => createWebhook(createWebhookDeps(readWebhookEnv(process.env))));

/**
 * GitHub's webhook behind the HTTP API. It is loaded while GitHub waits, so neither a schema library nor the AWS SDK is
 * below it (bench/cold-start.ts, test/lib/bundle-steps.test.ts).
 */
export const handler = async (request: WebhookRequest): Promise<WebhookAnswer> => {
  const answer = await (await webhook())(request);
  logger.info('webhook', { status: answer.statusCode, answer: answer.body });
  return answer;
};
