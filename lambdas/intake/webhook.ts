import { createHash } from 'node:crypto';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Clock } from '../ports.ts';
import type { Deliveries } from './deliveries.ts';
import { readPullRequest, type PullRequestDelivery } from './pull-request-delivery.ts';
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
  readonly deliveries: Deliveries;
  /** Hands the pull request on and says for people what came of it. */
  readonly accept: (delivery: PullRequestDelivery) => Promise<string>;
};

/** GitHub delivers again what is up to three days old; what is older is somebody's recording. */
const FRESH_MS = 3 * 86_400_000;

/**
 * GitHub's webhook. Nothing is parsed before the signature over the raw bytes is checked. What is no pull request to
 * release is answered 202 with the reason; GitHub shows the answer beside the delivery.
 */
export const createWebhook =
  (deps: WebhookDeps) =>
  async (request: WebhookRequest): Promise<WebhookAnswer> => {
    const { headers } = request;
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
    if (read.kind === 'IGNORED') return answer(202, `ignored: ${read.why}`);
    if (read.kind === 'PULL_REQUEST' && deps.clock.now() - Date.parse(read.delivery.at) > FRESH_MS)
      return answer(202, 'ignored: the delivery is older than three days');

    // The signature covers the body and not the delivery id, which a replay could choose freely.
    const key = createHash('sha256').update(body).digest('hex');
    const begun = await deps.deliveries.begin(key, deliveryId, deps.clock.now());
    if (begun === 'DONE') return answer(202, 'ignored: this delivery was handled before');
    if (begun === 'BUSY') return answer(503, 'this delivery is being handled; deliver it again in a minute');
    const result = read.kind === 'PULL_REQUEST' ? await accepted(deps, read.delivery) : `refused: ${read.why}`;
    await deps.deliveries.finish(key, result);
    return answer(202, result);
  };

/** What can never be accepted is a result; a fault of ours is thrown, so that GitHub shows the delivery as failed. */
async function accepted(deps: WebhookDeps, delivery: PullRequestDelivery): Promise<string> {
  try {
    return await deps.accept(delivery);
  } catch (error) {
    if (error instanceof InvalidInput) return `refused: ${error.message}`;
    throw error;
  }
}

const answer = (statusCode: number, message: string): WebhookAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: JSON.stringify({ message }),
});
