import type * as z from 'zod';

export type ObjectIn<T> =
  { readonly kind: 'PARSED'; readonly answer: T } | { readonly kind: 'MALFORMED'; readonly why: string };

/**
 * Reads a model's text: one JSON object of the schema, alone or inside one code fence, and nothing else. Anything else,
 * and anything longer than `maxBytes` of UTF-8, is MALFORMED; `why` holds none of the text itself.
 */
export function objectIn<S extends z.ZodObject>(text: string, schema: S, maxBytes: number): ObjectIn<z.output<S>> {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxBytes) return malformed(`the answer has ${bytes} bytes, more than ${maxBytes}`);
  const trimmed = text.trim();
  const body = /^```(?:json)?[ \t]*\r?\n([\s\S]*)\r?\n```$/.exec(trimmed)?.[1] ?? trimmed;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return malformed('the answer is not one JSON object');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'PARSED', answer: parsed.data };
  const issue = parsed.error.issues[0];
  const field = Object.keys(schema.shape).find((name) => name === issue?.path[0]);
  return malformed(`the answer does not fit the schema: ${field ?? 'object'}, ${issue?.code ?? 'invalid'}`);
}

const malformed = (why: string) => ({ kind: 'MALFORMED' as const, why });
