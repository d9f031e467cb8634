import { fieldsOf, type AslState, type Fields } from './machine.ts';

const WORD = /^\{%\s*\$states\.input\.next\s*=\s*'([^']*)'\s*%\}$/;
const PASSED_ON = ['{% $states.result.Payload %}', '{% $states.result %}', '{% $states.result.Output %}'];

/** The one word that a rule asks for; null for a rule that asks for anything else, which no guard is passed by. */
export function wordOfRule(rule: Fields): string | null {
  const condition = rule['Condition'];
  if (typeof condition === 'string') return WORD.exec(condition)?.[1] ?? null;
  return typeof rule['StringEquals'] === 'string' ? rule['StringEquals'] : null;
}

/** The word that an end of a machine says for certain; null when data decides it. */
export function wordOfEnd(state: AslState): string | null {
  const word = fieldsOf(state['Output'])['next'];
  return typeof word === 'string' && !word.startsWith('{%') ? word : null;
}

/**
 * Whether what a task answered goes on as it is, so that the next state reads the step's word and not one that the
 * definition made up. JSONPath has no such field: there the next state is believed to read the answer.
 */
export function passesAnswerOn(state: AslState): boolean {
  const { Output: output } = state;
  if (output === undefined) return state['Assign'] === undefined && state['Result'] === undefined;
  return typeof output === 'string' && PASSED_ON.includes(output.replace(/^\{%\s*/, '{% ').replace(/\s*%\}$/, ' %}'));
}
