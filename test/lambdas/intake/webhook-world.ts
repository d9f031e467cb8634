import type { HandedDelivery } from '../../../lambdas/intake/handed-delivery.ts';
import { createWebhook, type WebhookRequest } from '../../../lambdas/intake/webhook.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { SECRET } from './github-payload.ts';

/** The webhook with everything around it in memory; `send` gives status and message. */
export function world(secrets: readonly string[] = [SECRET]) {
  const handed: HandedDelivery[] = [];
  const clock = fixedClock();
  const state = { fails: null as Error | null };
  const webhook = createWebhook({
    ...{ clock, secrets: async () => secrets },
    handOver: async (delivery) => {
      if (state.fails !== null) throw state.fails;
      handed.push(delivery);
    },
  });
  const send = async (request: WebhookRequest) => {
    const { statusCode, body } = await webhook(request);
    return `${statusCode} ${(JSON.parse(body) as { message: string }).message}`;
  };
  return { handed, clock, state, send };
}
