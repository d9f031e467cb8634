import { describe, expect, it } from '@jest/globals';
import type { ReviewerConfig } from '../../../core/contracts/config-reviewer.ts';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { createReviewer } from '../../../lambdas/adapters/create-reviewer.ts';
import { noReviewer } from '../../../lambdas/adapters/no-reviewer.ts';

const config = (change: Partial<ReviewerConfig>): ReviewerConfig => ({
  kind: 'auto',
  model: 'm',
  timeoutSeconds: 5,
  maxTokens: 2000,
  maxDiffCharacters: 1000,
  ...change,
});
const prompt = { system: '', user: '', maxTokens: 1 };
const NONE = { kind: 'UNAVAILABLE', why: 'no reviewer is configured', usage: { inputTokens: 0, outputTokens: 0 } };

describe('createReviewer', () => {
  it.each<[string, Partial<ReviewerConfig>, Record<string, string>]>([
    ['none', { kind: 'none' }, { AWS_PROFILE: 'p' }],
    ['auto without credentials', {}, { AWS_REGION: 'eu-west-1' }],
    ['auto with an empty variable', {}, { AWS_PROFILE: '' }],
  ])('%s is unavailable', async (_, change, env) => {
    expect(await createReviewer(config(change), env).ask(prompt)).toEqual(NONE);
  });

  it('openai without the key that it names is unavailable and says which variable', async () => {
    const reviewer = createReviewer(
      config({ kind: 'openai', endpoint: 'https://example.com/v1', apiKeyEnv: 'MODEL_KEY' }),
      {},
    );
    expect(await reviewer.ask(prompt)).toMatchObject({
      kind: 'UNAVAILABLE',
      why: expect.stringContaining('MODEL_KEY'),
    });
  });

  it('openai without an endpoint is a wrong config', () => {
    expect(() => createReviewer(config({ kind: 'openai' }), {})).toThrow(InvalidInput);
    expect(() => createReviewer(config({ kind: 'openai' }), {})).toThrow('reviewer.endpoint: found nothing');
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_WEB_IDENTITY_TOKEN_FILE'])(
    'auto takes Bedrock when %s is set',
    (name) => {
      const reviewer = createReviewer(config({}), { [name]: 'x', AWS_REGION: 'eu-west-1' });
      expect(reviewer.ask.toString()).not.toBe(noReviewer().ask.toString());
    },
  );
});
