import { checkExpression, functionNames, type Readable } from './check-expression.ts';
import { refuse } from './definition-error.ts';
import { expressionIn } from './expression.ts';
import { isObject, type Json } from './json.ts';
import { isToken } from './task-token.ts';

/** Every expression in a field, at any depth. The task token may stand only where `token` says so. */
export function checkTemplate(template: unknown, where: string, readable: Readable, token = false): void {
  if (Array.isArray(template))
    return template.forEach((member, i) => checkTemplate(member, `${where}[${i}]`, readable, token));
  if (isObject(template)) {
    for (const [key, member] of Object.entries(template)) checkTemplate(member, `${where}.${key}`, readable, token);
    return;
  }
  if (typeof template !== 'string') return;
  if (isToken(template as Json)) {
    if (!token) refuse(where, 'the task token is there only in the Payload of a task that waits for it');
    return;
  }
  const expression = expressionIn(template);
  if (expression !== null) return checkExpression(expression, where, readable);
  // `{%` with a space before it is a plain text to Step Functions; nobody means that.
  if (template.includes('{%') || template.includes('%}'))
    refuse(where, 'an expression is a whole text, from "{%" to "%}"');
}

/** A field that must be one expression. */
export function checkCondition(template: unknown, where: string, readable: Readable): void {
  if (typeof template !== 'string' || expressionIn(template) === null)
    refuse(where, 'expected an expression "{% ... %}"');
  checkTemplate(template, where, readable);
}

export function checkAssign(assign: unknown, where: string, readable: Readable): void {
  if (assign === undefined) return;
  if (!isObject(assign)) return refuse(where, 'expected an object');
  for (const name of Object.keys(assign)) {
    // Step Functions' rule for names, in ASCII.
    if (!/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(name)) refuse(`${where}.${name}`, 'not a name for a variable');
    if (name === 'states' || functionNames.has(name)) refuse(`${where}.${name}`, 'this name is taken');
  }
  checkTemplate(assign, where, readable);
}
