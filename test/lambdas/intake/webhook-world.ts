import type { Deliveries } from '../../../lambdas/intake/deliveries.ts';
import type { PullRequestDelivery } from '../../../lambdas/intake/pull-request-delivery.ts';
import { createWebhook, type WebhookRequest } from '../../../lambdas/intake/webhook.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { SECRET } from './github-payload.ts';

/** Deliveries in memory, by the words of the port. */
function deliveriesInMemory(): Deliveries & { readonly results: Map<string, string> } {
  const [claims, results] = [new Map<string, number>(), new Map<string, string>()];
  return {
    results,
    begin: async (key, _id, now) => {
      if (results.has(key)) return 'DONE';
      if (now < (claims.get(key) ?? 0)) return 'BUSY';
      claims.set(key, now + 60_000);
      return 'BEGUN';
    },
    finish: async (key, result) => void results.set(key, result),
  };
}

/** The webhook with everything around it in memory; `send` gives status and message. */
export function world(secrets: readonly string[] = [SECRET]) {
  const accepted: PullRequestDelivery[] = [];
  const clock = fixedClock();
  const deliveries = deliveriesInMemory();
  const state = { fails: null as Error | null };
  const webhook = createWebhook({
    ...{ clock, deliveries, secrets: async () => secrets },
    accept: async (delivery) => {
      if (state.fails !== null) throw state.fails;
      accepted.push(delivery);
      return 'accepted: rel-1';
    },
  });
  const send = async (request: WebhookRequest) => {
    const { statusCode, body } = await webhook(request);
    return `${statusCode} ${(JSON.parse(body) as { message: string }).message}`;
  };
  return { accepted, clock, deliveries, state, send };
}
