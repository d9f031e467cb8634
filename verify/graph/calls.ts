import { fieldsOf, type AslState } from './machine.ts';

const nameIn = (value: unknown): string | null =>
  typeof value === 'string' ? value.replace(/^\$\{(.*)\}$/, '$1').replace(/^arn:.*:/, '') : null;
const argumentsOf = (state: AslState) => fieldsOf(state['Arguments'] ?? state['Parameters']);

/** Name of the function that a task invokes: of the placeholder, or the last part of an ARN. */
export function functionOf(state: AslState): string | null {
  return nameIn(argumentsOf(state)['FunctionName']);
}

/** Name of the state machine that a task starts and waits for. */
export function machineOf(state: AslState): string | null {
  const resource = state['Resource'];
  const starts = typeof resource === 'string' && resource.includes(':states:startExecution.sync');
  return starts ? nameIn(argumentsOf(state)['StateMachineArn']) : null;
}

/** The phase that a task gives to what it starts, as its text says it; null when it gives none. */
export function phaseGivenBy(state: AslState): string | null {
  const given = argumentsOf(state);
  const phase = fieldsOf(given['Input'])['phase'] ?? fieldsOf(given['Payload'])['phase'];
  return typeof phase === 'string' ? phase : null;
}
