import { expressionIn } from './expression.ts';
import { isObject, type Json } from './json.ts';
import type { TokenPath } from './protocol.ts';

/**
 * The token never goes through an expression or a snapshot: a definition may only place it whole, and whoever invokes
 * puts it there. So snapshots stay the same for the same events, and a token can show up nowhere else.
 */
const TOKEN_EXPRESSION = '$states.context.Task.Token';

export function isToken(template: Json): boolean {
  return typeof template === 'string' && expressionIn(template) === TOKEN_EXPRESSION;
}

/** Where a template places the task token. */
export function tokenPathsIn(template: Json, path: TokenPath = []): TokenPath[] {
  if (isToken(template)) return [path];
  if (Array.isArray(template)) return template.flatMap((member: Json, i) => tokenPathsIn(member, [...path, i]));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([key, member]) => tokenPathsIn(member as Json, [...path, key]));
}

/** The payload with the token in its places. */
export function withToken(payload: Json, paths: readonly TokenPath[], token: string): Json {
  if (paths.some((path) => path.length === 0)) return token;
  const under = (key: string | number) => paths.filter((path) => path[0] === key).map((path) => path.slice(1));
  if (Array.isArray(payload)) return payload.map((member: Json, i) => withToken(member, under(i), token));
  if (!isObject(payload)) return payload;
  return Object.fromEntries(
    Object.entries(payload).map(([key, member]) => [key, withToken(member as Json, under(key), token)]),
  );
}
