import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '../../../lambdas/intake/webhook.ts';
import { commitOf } from '../../contracts/samples.ts';

export const SECRET = 'a webhook secret of the tests';

/** What GitHub sends for a pull request, as far as it matters; `over` replaces parts of it. */
export function payloadOf(over: { readonly pull?: object; readonly event?: object } = {}) {
  return {
    action: 'opened',
    number: 17,
    pull_request: {
      ...{ number: 17, state: 'open', draft: false, title: 'Faster search', body: 'Why\r\n\u0007it matters' },
      ...{ updated_at: '2026-01-05T09:59:58Z', user: { login: 'Ada', type: 'User' } },
      head: { ref: 'faster', sha: commitOf(7), repo: { id: 1, fork: false } },
      base: { ref: 'main', sha: commitOf(1), repo: { id: 1 } },
      ...over.pull,
    },
    repository: { id: 1, name: 'shop', owner: { login: 'acme' }, default_branch: 'main' },
    sender: { login: 'Bo', type: 'User' },
    ...over.event,
  };
}

/** The same as the HTTP API hands it over, signed. */
export function requestOf(payload: unknown, headers: Record<string, string | undefined> = {}): WebhookRequest {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return {
    body,
    isBase64Encoded: false,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      ...headers,
    },
  };
}
