import { fieldsOf, innerScopes, listOf, type AslMachine, type AslScope, type AslState } from './machine.ts';

/** A file that is no state machine; the message names the state and the field. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
}

const TYPES = ['Task', 'Parallel', 'Map', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail'];

/** The machine in a text. Throws a MachineError for what is not JSON, or has no states, or leads to one that is not there. */
export function parseMachine(text: string): AslMachine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MachineError(`not JSON: ${(error as Error).message}`, { cause: error });
  }
  checkScope(value, 'the machine', new Set());
  return value as AslMachine;
}

/** Names are unique in a whole machine, those in branches too, so that a name says which state is meant. */
function checkScope(value: unknown, where: string, taken: Set<string>): void {
  const { StartAt: start, States: states } = fieldsOf(value);
  const names = Object.keys(fieldsOf(states));
  if (names.length === 0) throw new MachineError(`${where}: States is ${told(states)}, expected an object of states`);
  const must = (target: unknown, field: string) => {
    if (typeof target !== 'string' || !names.includes(target))
      throw new MachineError(`${field} is ${told(target)}, expected one of the states ${names.join(', ')}`);
  };
  must(start, `${where}: StartAt`);
  for (const [name, given] of Object.entries((value as AslScope).States)) {
    const at = `state ${name}`;
    if (taken.has(name)) throw new MachineError(`${at}: the name is used twice`);
    taken.add(name);
    const state = fieldsOf(given) as AslState;
    if (!TYPES.includes(state.Type))
      throw new MachineError(`${at}: Type is ${told(state.Type)}, expected one of ${TYPES.join(', ')}`);
    checkExits(state, at, must);
    for (const [i, scope] of innerScopes(state).entries()) checkScope(scope, `${at}, branch ${i}`, taken);
  }
}

function checkExits(state: AslState, at: string, must: (target: unknown, field: string) => void): void {
  for (const [i, rule] of listOf(state['Choices']).entries()) must(rule['Next'], `${at}, Choices[${i}].Next`);
  for (const [i, catcher] of listOf(state['Catch']).entries()) must(catcher['Next'], `${at}, Catch[${i}].Next`);
  if (state.Type === 'Choice') {
    if (listOf(state['Choices']).length === 0) throw new MachineError(`${at}: Choices has no rule`);
    if (state['Default'] !== undefined) must(state['Default'], `${at}, Default`);
  } else if (state.Type !== 'Succeed' && state.Type !== 'Fail' && state['End'] !== true)
    must(state['Next'], `${at}, Next`);
}

function told(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100);
}
