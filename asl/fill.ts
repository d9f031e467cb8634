import { expressionIn } from './expression.ts';
import { isObject, type Json } from './json.ts';
import { isToken } from './task-token.ts';

/**
 * A template with the value of every `{% ... %}` in its place. What data contains is never looked at again: only the
 * definition's own text is evaluated. Places of the task token stay null.
 */
export async function fill(template: Json, value: (expression: string) => Promise<Json>): Promise<Json> {
  if (isToken(template)) return null;
  if (typeof template === 'string') {
    const expression = expressionIn(template);
    return expression === null ? template : value(expression);
  }
  if (Array.isArray(template)) return Promise.all(template.map((member: Json) => fill(member, value)));
  if (!isObject(template)) return template;
  const members = Object.entries(template).map(
    async ([key, member]) => [key, await fill(member as Json, value)] as const,
  );
  return Object.fromEntries(await Promise.all(members));
}
