import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createBedrockReviewer } from '../../../lambdas/adapters/bedrock-reviewer.ts';
import { startBedrock, type BedrockDouble, type ConverseAnswer } from '../../support/aws-double/bedrock.ts';

let double: BedrockDouble | undefined;
afterEach(async () => double?.close());

async function asked(answer: ConverseAnswer) {
  double = await startBedrock(() => answer);
  const client = new BedrockRuntimeClient({
    endpoint: double.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  const reviewer = createBedrockReviewer({
    model: 'anthropic.model-v1:0',
    timeoutSeconds: 5,
    send: (input) => client.send(new ConverseCommand(input)),
  });
  const review = await reviewer.ask({ system: 'S', user: 'U', maxTokens: 100 }).finally(() => client.destroy());
  return { review, requests: double.requests };
}

describe('Bedrock over HTTP/2', () => {
  it('is asked and answers', async () => {
    const { review, requests } = await asked({ text: '{"a":1}' });
    expect(review).toMatchObject({ kind: 'ANSWER', text: '{"a":1}', inputTokens: 100, outputTokens: 50 });
    expect(requests).toEqual([{ modelId: 'anthropic.model-v1:0', system: 'S', user: 'U', tools: [] }]);
  });

  it('an answer that uses a tool is none: the reviewer has no tools', async () => {
    const { review } = await asked({ tool: 'deploy', input: { now: true } });
    expect(review).toMatchObject({ kind: 'UNAVAILABLE' });
  });

  it.each([
    [{ error: 'ThrottlingException', status: 429 }, 'too many requests'],
    [{ error: 'AccessDeniedException', status: 403 }, 'access denied'],
  ])('%j', async (answer, why) => {
    expect((await asked(answer)).review).toMatchObject({ kind: 'UNAVAILABLE', why: `Bedrock: ${why}` });
  });
});
