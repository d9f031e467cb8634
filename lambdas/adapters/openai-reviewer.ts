import * as z from 'zod';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { ReviewAnswer, ReviewPrompt, ReviewUsage, Reviewer } from '../ports.ts';
import { estimatedTokens } from '../../core/budget/estimated-tokens.ts';
import { readBounded } from './read-bounded.ts';

export type OpenAiOptions = {
  /** Base URL, such as https://host/v1. Plain http is allowed to this machine only. */
  readonly endpoint: string;
  readonly model: string;
  readonly apiKey?: string;
  /** Real seconds until the whole answer is there. */
  readonly timeoutSeconds: number;
};

const MAX_ANSWER_BYTES = 1_000_000;
/** Refused before a model was asked: the request, the key, the address, the rate. */
const REFUSALS = new Set([400, 401, 403, 404, 429]);
const NOTHING: ReviewUsage = { inputTokens: 0, outputTokens: 0 };

const completionSchema = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string().nullish() }))
    .min(1),
  usage: z.object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() }).nullish(),
});

/** Any API with OpenAI's `POST /chat/completions`. Throws InvalidInput for an endpoint that would send the key in the clear. */
export function createOpenAiReviewer(options: OpenAiOptions): Reviewer {
  const url = `${checkedEndpoint(options.endpoint)}/chat/completions`;
  return {
    async ask(prompt) {
      const seconds = prompt.timeoutSeconds ?? options.timeoutSeconds;
      const signal = AbortSignal.timeout(seconds * 1000);
      try {
        return await call(url, options, prompt, signal);
      } catch {
        return unavailable(signal.aborted ? `no answer within ${seconds} s` : 'the endpoint could not be reached');
      }
    },
  };
}

async function call(
  url: string,
  options: OpenAiOptions,
  prompt: ReviewPrompt,
  signal: AbortSignal,
): Promise<ReviewAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    // A redirect would carry the change and the key somewhere that the config does not name.
    redirect: 'manual',
    signal,
    headers: {
      'content-type': 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    },
    body: JSON.stringify({
      model: options.model,
      temperature: 0,
      max_tokens: prompt.maxTokens,
      messages: [
        { role: 'system', content: prompt.system },
        { role: 'user', content: prompt.user },
      ],
    }),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    const why = `the endpoint answered ${response.status}`;
    return unavailable(why, REFUSALS.has(response.status) ? NOTHING : undefined);
  }
  const body = await readBounded(response, MAX_ANSWER_BYTES);
  if (body === null) return unavailable(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
  return answerOf(body, options.model, prompt);
}

function answerOf(body: string, model: string, prompt: ReviewPrompt): ReviewAnswer {
  const { data } = completionSchema.safeParse(jsonOrNull(body));
  const choice = data?.choices[0];
  if (!data || !choice) return unavailable('the endpoint answered something that is no chat completion');
  const ending = choice.finish_reason ?? 'stop';
  const billed = data.usage
    ? { inputTokens: data.usage.prompt_tokens, outputTokens: data.usage.completion_tokens }
    : undefined;
  if (ending !== 'stop') return unavailable('the answer did not end by itself', billed);
  const text = choice.message.content;
  return {
    kind: 'ANSWER',
    text,
    model,
    inputTokens: billed?.inputTokens ?? estimatedTokens(prompt.system + prompt.user),
    outputTokens: billed?.outputTokens ?? estimatedTokens(text),
  };
}

function checkedEndpoint(endpoint: string): string {
  const expected = 'expected https://host/path, or http:// to this machine, without credentials, query or fragment';
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const loopback = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback);
  if (url === null || !safe || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new InvalidInput(`reviewer.endpoint: found ${shown(url)}; ${expected}`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Without what may be secret in it. */
const shown = (url: URL | null): string => (url === null ? 'no URL' : JSON.stringify(`${url.protocol}//${url.host}`));

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const unavailable = (why: string, usage?: ReviewUsage): ReviewAnswer => ({
  kind: 'UNAVAILABLE',
  why: `OpenAI-compatible endpoint: ${why}`,
  ...(usage && { usage }),
});
