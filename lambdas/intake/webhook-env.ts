import { Terminal } from '../../core/contracts/errors.ts';

export const WEBHOOK_VARIABLES = ['BUS_NAME', 'WEBHOOK_SECRET_ARN'] as const;
export type WebhookEnv = Readonly<Record<(typeof WEBHOOK_VARIABLES)[number], string>>;

/** As kit/read-env.ts, by hand: a schema library would be most of what the webhook loads. */
export function readWebhookEnv(environment: Readonly<Record<string, string | undefined>>): WebhookEnv {
  const missing = WEBHOOK_VARIABLES.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Terminal(`environment: ${missing.join(', ')} missing or not as expected`);
  return environment as WebhookEnv;
}
