import jsonata from 'jsonata';
import { registered } from './functions.ts';

/** Calls inside one expression may nest this deep; our files' expressions are a few words long. */
const options = { stack: 200, sequence: 10_000 };
const parsed = new Map<string, jsonata.Expression>();
const format = jsonata('$fromMillis($at, $picture, $zone)');

/** The text inside `{% ... %}`, or null for a literal. */
export function expressionIn(text: string): string | null {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : null;
}

/** Parses once per text. Throws JSONata's syntax error. */
export function parseExpression(text: string): jsonata.Expression {
  const known = parsed.get(text);
  if (known) return known;
  const expression = jsonata(text, options);
  for (const [name, work, signature] of registered) expression.registerFunction(name, work, signature);
  parsed.set(text, expression);
  return expression;
}

/**
 * Evaluates without an input document, as Step Functions does: data comes in through `$states` and variables only.
 * `at` (ms since 1970) is what `$now()` and `$millis()` say. May return undefined or a function; rejects with JSONata's
 * error.
 */
export async function evaluateExpression(
  text: string,
  variables: Record<string, unknown>,
  at: number,
): Promise<unknown> {
  return (await parseExpression(text).evaluate(undefined, {
    ...variables,
    millis: () => at,
    now: (picture?: string, zone?: string) => format.evaluate(undefined, { at, picture, zone }),
  })) as unknown;
}
