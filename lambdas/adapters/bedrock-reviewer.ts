import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import type { ReviewAnswer, ReviewPrompt, ReviewUsage, Reviewer } from '../ports.ts';
import { estimatedTokens } from '../../core/budget/estimated-tokens.ts';

export type BedrockOptions = {
  readonly model: string;
  /** Real seconds for the whole call, retries included. */
  readonly timeoutSeconds: number;
  /** Left out: as the AWS profile says. */
  readonly region?: string;
  /** One call to Bedrock; left out: the real one. */
  readonly send?: (input: ConverseCommandInput, signal: AbortSignal) => Promise<ConverseCommandOutput>;
};

/** Amazon Bedrock's Converse API: plain text in, plain text out, no tools. */
export function createBedrockReviewer(options: BedrockOptions): Reviewer {
  const send = options.send ?? realSend(options);
  return {
    async ask(prompt) {
      const seconds = prompt.timeoutSeconds ?? options.timeoutSeconds;
      const signal = AbortSignal.timeout(seconds * 1000);
      try {
        return answerOf(await send(converseInput(options.model, prompt), signal), options.model, prompt);
      } catch (error) {
        const why = signal.aborted ? `no answer within ${seconds} s` : whyOf(error);
        return { kind: 'UNAVAILABLE', why: `Bedrock: ${why}`, ...(!signal.aborted && isRefusal(error) && UNBILLED) };
      }
    },
  };
}

function realSend({ region, timeoutSeconds }: BedrockOptions): NonNullable<BedrockOptions['send']> {
  const requestTimeout = timeoutSeconds * 1000;
  const client = new BedrockRuntimeClient({
    ...(region === undefined ? {} : { region }),
    maxAttempts: 2,
    requestHandler: { requestTimeout, sessionTimeout: requestTimeout },
  });
  return (input, abortSignal) => client.send(new ConverseCommand(input), { abortSignal });
}

function converseInput(modelId: string, { system, user, maxTokens }: ReviewPrompt): ConverseCommandInput {
  return {
    modelId,
    system: [{ text: system }],
    messages: [{ role: 'user', content: [{ text: user }] }],
    inferenceConfig: { maxTokens, temperature: 0 },
  };
}

function answerOf(output: ConverseCommandOutput, model: string, prompt: ReviewPrompt): ReviewAnswer {
  if (output.stopReason !== 'end_turn' && output.stopReason !== 'stop_sequence')
    return {
      kind: 'UNAVAILABLE',
      why: `Bedrock: the answer did not end by itself (${word(output.stopReason)})`,
      ...usageOf(output),
    };
  const text = (output.output?.message?.content ?? []).map((block) => block.text ?? '').join('');
  return {
    kind: 'ANSWER',
    text,
    model,
    inputTokens: output.usage?.inputTokens ?? estimatedTokens(prompt.system + prompt.user),
    outputTokens: output.usage?.outputTokens ?? estimatedTokens(text),
  };
}

/** What was billed, where Bedrock says it. */
function usageOf({ usage }: ConverseCommandOutput): { readonly usage?: ReviewUsage } {
  return usage?.inputTokens === undefined || usage.outputTokens === undefined
    ? {}
    : { usage: { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens } };
}

/** Refused before a model was asked. Of all others nobody knows whether the model had answered. */
const REFUSALS = new Set([
  'ThrottlingException',
  'ServiceQuotaExceededException',
  'ResourceNotFoundException',
  'ValidationException',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'CredentialsProviderError',
]);
const UNBILLED = { usage: { inputTokens: 0, outputTokens: 0 } } as const;
const isRefusal = (error: unknown): boolean => error instanceof Error && REFUSALS.has(error.name);

const WHY: Readonly<Record<string, string>> = {
  ThrottlingException: 'too many requests',
  ServiceQuotaExceededException: 'the quota is used up',
  ServiceUnavailableException: 'the service is not available',
  InternalServerException: 'the service failed',
  ModelTimeoutException: 'the model took too long',
  ModelNotReadyException: 'the model is not ready',
  ModelErrorException: 'the model failed',
  ResourceNotFoundException: 'the model is not known there',
  ValidationException: 'the request was refused as invalid',
  AccessDeniedException: 'access denied',
  UnrecognizedClientException: 'the credentials are not accepted',
  ExpiredTokenException: 'the credentials have expired',
  CredentialsProviderError: 'no credentials were found',
  TimeoutError: 'the connection timed out',
};

/** Names only: an SDK's message may hold ids, addresses and parts of the request. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.message.startsWith('Region is missing')) return 'no AWS region is set (AWS_REGION)';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return Object.hasOwn(WHY, error.name) ? `${WHY[error.name]}` : `the call failed (${word(code)})`;
}

const word = (text: string | undefined): string => (/^[A-Za-z0-9_]{1,60}$/.test(text ?? '') ? `${text}` : 'unknown');
