import { checkAssign, checkTemplate } from './check-template.ts';
import type { Readable } from './check-expression.ts';
import { fieldsOf, listOf, numberIn, textOf, type Fields } from './check-fields.ts';
import { refuse } from './definition-error.ts';

/** Bound of Step Functions on MaxDelaySeconds. */
const LONGEST_DELAY = 31_622_400;

export function checkRetry(retry: unknown, where: string): void {
  if (retry === undefined) return;
  const retriers = listOf(retry, where);
  for (const [i, value] of retriers.entries()) {
    const at = `${where}[${i}]`;
    const optional = ['IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds'];
    const retrier = fieldsOf(value, at, ['ErrorEquals'], optional);
    checkErrors(retrier, at, i === retriers.length - 1);
    numberIn(retrier['IntervalSeconds'], `${at}, IntervalSeconds`, 1, 99_999_999);
    numberIn(retrier['MaxAttempts'], `${at}, MaxAttempts`, 0, 99_999_999);
    numberIn(retrier['BackoffRate'], `${at}, BackoffRate`, 1, 1_000, false);
    numberIn(retrier['MaxDelaySeconds'], `${at}, MaxDelaySeconds`, 1, LONGEST_DELAY);
  }
}

/** Returns the states that the Catchers lead to. */
export function checkCatch(catchers: unknown, where: string, variables: Readable['variables']): string[] {
  if (catchers === undefined) return [];
  const list = listOf(catchers, where);
  return list.map((value, i) => {
    const at = `${where}[${i}]`;
    const catcher = fieldsOf(value, at, ['ErrorEquals', 'Next'], ['Output', 'Assign']);
    checkErrors(catcher, at, i === list.length - 1);
    const readable: Readable = { states: ['input', 'context', 'errorOutput'], variables };
    checkTemplate(catcher['Output'], `${at}, Output`, readable);
    checkAssign(catcher['Assign'], `${at}, Assign`, readable);
    return textOf(catcher['Next'], `${at}, Next`);
  });
}

function checkErrors(fields: Fields, at: string, last: boolean): void {
  const where = `${at}, ErrorEquals`;
  const names = listOf(fields['ErrorEquals'], where).map((name) => textOf(name, where));
  if (names.includes('States.Runtime')) refuse(where, 'States.Runtime can be neither retried nor caught');
  if (names.includes('States.ALL') && (names.length > 1 || !last))
    refuse(where, 'States.ALL stands alone and comes last');
}
