import { describe, expect, it } from '@jest/globals';
import * as clients from '../../../lambdas/kit/clients.ts';
import * as ecsClients from '../../../lambdas/kit/ecs-clients.ts';

describe.each(Object.entries({ ...clients, ...ecsClients }))('%s', (name, client) => {
  it('is made once and tries up to three times, mail once', async () => {
    expect(client()).toBe(client());
    expect(await client().config.maxAttempts()).toBe(name === 'sesClient' ? 1 : 3);
    expect(await client().config.retryStrategy()).toMatchObject({ mode: 'standard' });
  });

  it('waits for no call without end: one that takes too long fails', async () => {
    // The handler shows what it was given only after its first request; before it, it lies in this promise.
    const { configProvider } = client().config.requestHandler as unknown as { configProvider: Promise<Limits> };
    const { connectionTimeout, requestTimeout, throwOnRequestTimeout } = await configProvider;
    expect(connectionTimeout).toBe(1_000);
    expect(requestTimeout).toBe(name === 'lambdaClient' ? 15_000 : 5_000);
    expect(throwOnRequestTimeout).toBe(true);
  });
});

type Limits = {
  readonly connectionTimeout?: number;
  readonly requestTimeout?: number;
  readonly throwOnRequestTimeout?: boolean;
};
