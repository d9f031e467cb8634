import { createHash } from 'node:crypto';
import type { Clock } from '../ports.ts';
import type { HandedDelivery } from './handed-delivery.ts';
import { readPullRequest } from './pull-request-delivery.ts';
import { isSigned } from './webhook-signature.ts';

/** The part of an HTTP API's request (payload 2.0) that counts; header names are in lower case there. */
export type WebhookRequest = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
};
export type WebhookAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type WebhookDeps = {
  readonly clock: Clock;
  /** What GitHub signs with: the secret, and the one before it while it is being replaced. */
  readonly secrets: () => Promise<readonly string[]>;
  /** Hands the pull request over to the step that takes it. Done means that it will be taken, whatever happens here. */
  readonly handOver: (handed: HandedDelivery) => Promise<void>;
};

/** GitHub delivers again what is up to three days old; what is older is somebody's recording. */
const FRESH_MS = 3 * 86_400_000;
/** Characters of a body as it comes, which is base64 at worst: thirty times what GitHub sends for a pull request. */
const BODY_MAX = 2_000_000;

/**
 * GitHub's webhook. Nothing is parsed before the signature over the raw bytes is checked. What is no pull request to
 * release is answered 202 with the reason; GitHub shows the answer beside the delivery. What is one is answered 202 when
 * it was handed over; a fault of ours is thrown, so that GitHub shows the delivery as failed and can send it again.
 */
export const createWebhook =
  (deps: WebhookDeps) =>
  async (request: WebhookRequest): Promise<WebhookAnswer> => {
    const { headers } = request;
    if ((request.body?.length ?? 0) > BODY_MAX) return answer(413, 'the body is too large');
    const body = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
    if (!isSigned(body, headers['x-hub-signature-256'], await deps.secrets()))
      return answer(401, 'the signature is missing or wrong');
    if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
      return answer(415, 'expected the content type application/json; set it in the webhook');
    const deliveryId = headers['x-github-delivery'] ?? '';
    if (!/^[A-Za-z0-9-]{1,100}$/.test(deliveryId)) return answer(400, 'x-github-delivery: expected a delivery id');
    if (headers['x-github-event'] !== 'pull_request') return answer(202, 'ignored: only pull requests start a release');
    let json: unknown;
    try {
      json = JSON.parse(body.toString('utf8'));
    } catch {
      return answer(400, 'the body is not JSON');
    }
    const read = readPullRequest(json);
    if (read.kind === 'MALFORMED') return answer(400, read.why);
    if (read.kind !== 'PULL_REQUEST') return answer(202, `${read.kind.toLowerCase()}: ${read.why}`);
    if (deps.clock.now() - Date.parse(read.delivery.at) > FRESH_MS)
      return answer(202, 'ignored: the delivery is older than three days');
    const key = createHash('sha256').update(body).digest('hex');
    await deps.handOver({ version: 1, key, deliveryId, delivery: read.delivery });
    return answer(202, `handed on: pull request ${read.delivery.number}`);
  };

const answer = (statusCode: number, message: string): WebhookAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: JSON.stringify({ message }),
});
