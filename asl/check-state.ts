import { isInstant } from './act-wait.ts';
import type { Readable, StatesPart } from './check-expression.ts';
import { fieldsOf, listOf, textOf, type Fields } from './check-fields.ts';
import { checkCatch, checkRetry } from './check-recovery.ts';
import { checkSeconds, checkTask } from './check-task.ts';
import { checkAssign, checkCondition, checkTemplate } from './check-template.ts';
import { refuse } from './definition-error.ts';
import { expressionIn } from './expression.ts';
import { isObject } from './json.ts';

const RESULT = ['Assign', 'Output'];
const ONWARD = ['Next', 'End'];
const RECOVERY = ['Retry', 'Catch'];
/** Fields by type: first those it must have, then those it may have. */
const FIELDS: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  Task: [
    ['Resource', 'Arguments'],
    [...RESULT, ...ONWARD, ...RECOVERY, 'TimeoutSeconds', 'HeartbeatSeconds'],
  ],
  Parallel: [['Branches'], [...RESULT, ...ONWARD, ...RECOVERY, 'Arguments']],
  Wait: [[], [...RESULT, ...ONWARD, 'Seconds', 'Timestamp']],
  // Sources differ on whether a Choice's own Assign and Output are for its Default alone: they are for its rules only.
  Choice: [['Choices', 'Default'], []],
  Pass: [[], [...RESULT, ...ONWARD]],
  Succeed: [[], ['Output']],
  Fail: [[], ['Error', 'Cause']],
};

/** Checks all of a state but the inside of its branches; returns the states it leads to. */
export function checkState(value: unknown, where: string, variables: Readable['variables']): string[] {
  const type = isObject(value) ? value['Type'] : undefined;
  const allowed = typeof type === 'string' && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (!allowed)
    return refuse(`${where}, Type`, `${JSON.stringify(type)}, expected one of ${Object.keys(FIELDS).join(', ')}`);
  const state = fieldsOf(value, where, ['Type', ...allowed[0]], [...allowed[1], 'Comment', 'QueryLanguage']);
  if ('QueryLanguage' in state && state['QueryLanguage'] !== 'JSONata')
    refuse(`${where}, QueryLanguage`, 'expected JSONata');
  const before: Readable = { states: ['input', 'context'], variables };
  const worked: readonly StatesPart[] =
    type === 'Task' || type === 'Parallel' ? ['input', 'context', 'result'] : before.states;
  checkTemplate(state['Output'], `${where}, Output`, { states: worked, variables });
  checkAssign(state['Assign'], `${where}, Assign`, { states: worked, variables });
  if (type === 'Task') checkTask(state, where, before);
  if (type === 'Parallel') checkTemplate(state['Arguments'], `${where}, Arguments`, before);
  if (type === 'Wait') checkWait(state, where, before);
  if (type === 'Fail') for (const field of ['Error', 'Cause']) checkText(state[field], `${where}, ${field}`, before);
  checkRetry(state['Retry'], `${where}, Retry`);
  const caught = checkCatch(state['Catch'], `${where}, Catch`, variables);
  if (type === 'Choice') return checkChoices(state, where, before);
  return [...caught, ...checkOnward(state, where, allowed[1].includes('End'))];
}

function checkChoices(state: Fields, where: string, readable: Readable): string[] {
  const targets = listOf(state['Choices'], `${where}, Choices`).map((value, i) => {
    const at = `${where}, Choices[${i}]`;
    const rule = fieldsOf(value, at, ['Condition', 'Next'], [...RESULT, 'Comment']);
    checkCondition(rule['Condition'], `${at}, Condition`, readable);
    checkTemplate(rule['Output'], `${at}, Output`, readable);
    checkAssign(rule['Assign'], `${at}, Assign`, readable);
    return textOf(rule['Next'], `${at}, Next`);
  });
  return [...targets, textOf(state['Default'], `${where}, Default`)];
}

function checkWait(state: Fields, where: string, readable: Readable): void {
  const { Seconds: seconds, Timestamp: timestamp } = state;
  if ((seconds === undefined) === (timestamp === undefined)) refuse(where, 'expected either Seconds or Timestamp');
  checkSeconds(seconds, `${where}, Seconds`, 0, readable);
  if (timestamp === undefined || isInstant(timestamp)) return;
  if (typeof timestamp === 'string' && expressionIn(timestamp) !== null)
    checkTemplate(timestamp, `${where}, Timestamp`, readable);
  else refuse(`${where}, Timestamp`, 'expected an RFC 3339 instant or an expression');
}

function checkText(value: unknown, where: string, readable: Readable): void {
  if (value === undefined) return;
  checkTemplate(textOf(value, where), where, readable);
}

function checkOnward(state: Fields, where: string, goesOn: boolean): string[] {
  const { Next: next, End: end } = state;
  if (!goesOn) return [];
  if ((next === undefined) === (end === undefined)) refuse(where, 'expected either Next or End');
  if (end !== undefined && end !== true) refuse(`${where}, End`, 'expected true');
  return next === undefined ? [] : [textOf(next, `${where}, Next`)];
}
