import { type ModelAnswer, modelAnswerSchema } from '../contracts/review-report.ts';

export type ParsedAnswer =
  { readonly kind: 'PARSED'; readonly answer: ModelAnswer } | { readonly kind: 'MALFORMED'; readonly why: string };

/** UTF-8; an answer is kept whole in one audit record, whose payload may have 64 KiB in all. */
const MAX_BYTES = 40 * 1024;

/**
 * Reads a model's answer: one JSON object of the schema, alone or inside one code fence, and nothing else. Anything else
 * is MALFORMED; `why` holds none of the answer's own text.
 */
export function parseAnswer(text: string): ParsedAnswer {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_BYTES) return malformed(`the answer has ${bytes} bytes, more than ${MAX_BYTES}`);
  const trimmed = text.trim();
  const body = /^```(?:json)?[ \t]*\r?\n([\s\S]*)\r?\n```$/.exec(trimmed)?.[1] ?? trimmed;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return malformed('the answer is not one JSON object');
  }
  const parsed = modelAnswerSchema.safeParse(value);
  if (parsed.success) return { kind: 'PARSED', answer: parsed.data };
  const issue = parsed.error.issues[0];
  const field = Object.keys(modelAnswerSchema.shape).find((name) => name === issue?.path[0]);
  return malformed(`the answer does not fit the schema: ${field ?? 'object'}, ${issue?.code ?? 'invalid'}`);
}

const malformed = (why: string): ParsedAnswer => ({ kind: 'MALFORMED', why });
