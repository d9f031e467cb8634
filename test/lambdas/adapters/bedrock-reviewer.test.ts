import { describe, expect, it } from '@jest/globals';
import type { ConverseCommandInput, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { createBedrockReviewer } from '../../../lambdas/adapters/bedrock-reviewer.ts';

const prompt = { system: 'S', user: 'U', maxTokens: 2000 };
const output = (change: Partial<ConverseCommandOutput> = {}): ConverseCommandOutput => ({
  $metadata: {},
  output: { message: { role: 'assistant', content: [{ text: '{"a"' }, { text: ':1}' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 },
  metrics: { latencyMs: 1 },
  ...change,
});
const reviewer = (
  send: (input: ConverseCommandInput, signal: AbortSignal) => Promise<ConverseCommandOutput>,
  timeoutSeconds = 5,
) => createBedrockReviewer({ model: 'model-1', timeoutSeconds, send });
const failing = (name: string, message = 'account 123456789012 denied') =>
  reviewer(() => Promise.reject(Object.assign(new Error(message), { name }))).ask(prompt);

describe('Bedrock reviewer', () => {
  it('003-40 asks once at temperature 0 and reads the answer', async () => {
    const sent: ConverseCommandInput[] = [];
    const answer = await reviewer((input) => {
      sent.push(input);
      return Promise.resolve(output());
    }).ask(prompt);
    expect(answer).toEqual({ kind: 'ANSWER', text: '{"a":1}', model: 'model-1', inputTokens: 11, outputTokens: 7 });
    expect(sent).toEqual([
      {
        modelId: 'model-1',
        system: [{ text: 'S' }],
        messages: [{ role: 'user', content: [{ text: 'U' }] }],
        inferenceConfig: { maxTokens: 2000, temperature: 0 },
      },
    ]);
  });

  const NOTHING = { inputTokens: 0, outputTokens: 0 };
  it.each<[string, string, typeof NOTHING | undefined]>([
    ['ThrottlingException', 'too many requests', NOTHING],
    ['AccessDeniedException', 'access denied', NOTHING],
    ['CredentialsProviderError', 'no credentials were found', NOTHING],
    ['ModelTimeoutException', 'the model took too long', undefined],
    ['TimeoutError', 'the connection timed out', undefined],
    ['SomethingNew', 'the call failed (SomethingNew)', undefined],
    ['odd\u001bname', 'the call failed (unknown)', undefined],
    ['constructor', 'the call failed (constructor)', undefined],
  ])('%s is unavailable, without the message of the SDK; unbilled only when refused', async (name, why, usage) => {
    expect(await failing(name)).toEqual({ kind: 'UNAVAILABLE', why: `Bedrock: ${why}`, usage });
  });

  it('names a missing region', async () => {
    expect(await failing('Error', 'Region is missing')).toMatchObject({ why: expect.stringContaining('AWS_REGION') });
  });

  it.each([['max_tokens'], ['guardrail_intervened'], ['content_filtered'], [undefined]] as const)(
    'an answer that stopped by %s is none',
    async (stopReason) => {
      const answer = await reviewer(() => Promise.resolve(output({ stopReason }))).ask(prompt);
      expect(answer).toMatchObject({ kind: 'UNAVAILABLE', usage: { inputTokens: 11, outputTokens: 7 } });
    },
  );

  it('counts tokens by itself when Bedrock does not', async () => {
    const answer = await reviewer(() => Promise.resolve(output({ usage: undefined }))).ask(prompt);
    expect(answer).toMatchObject({ kind: 'ANSWER', inputTokens: 1, outputTokens: 3 });
  });

  it('ends a call that hangs', async () => {
    const hanging = reviewer(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      0.1,
    );
    expect(await hanging.ask(prompt)).toEqual({ kind: 'UNAVAILABLE', why: 'Bedrock: no answer within 0.1 s' });
    // A question may have a time of its own.
    expect(await hanging.ask({ ...prompt, timeoutSeconds: 0.05 })).toMatchObject({
      why: 'Bedrock: no answer within 0.05 s',
    });
  });
});
