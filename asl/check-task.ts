import type { Readable } from './check-expression.ts';
import { fieldsOf, textOf, type Fields } from './check-fields.ts';
import { checkTemplate } from './check-template.ts';
import { refuse } from './definition-error.ts';
import { expressionIn } from './expression.ts';
import { isSeconds, MAX_SECONDS } from './seconds.ts';
import { tokenPathsIn } from './task-token.ts';
import type { Json } from './json.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const WAIT_FOR_TOKEN = `${INVOKE}.waitForTaskToken`;
const START = 'arn:aws:states:::states:startExecution.sync:2';

export function checkTask(state: Fields, where: string, readable: Readable): void {
  const resource = state['Resource'];
  const at = `${where}, Arguments`;
  if (resource === START) {
    const given = fieldsOf(state['Arguments'], at, ['StateMachineArn', 'Name', 'Input'], []);
    literal(given['StateMachineArn'], `${at}.StateMachineArn`);
    textOf(given['Name'], `${at}.Name`);
  } else if (resource === INVOKE || resource === WAIT_FOR_TOKEN) {
    const given = fieldsOf(state['Arguments'], at, ['FunctionName', 'Payload'], []);
    literal(given['FunctionName'], `${at}.FunctionName`);
    if (resource === WAIT_FOR_TOKEN && tokenPathsIn(given['Payload'] as Json).length === 0) {
      refuse(`${at}.Payload`, 'the task waits for its token but nobody is given it');
    }
  } else refuse(`${where}, Resource`, `${JSON.stringify(resource)}, expected ${INVOKE}, ${WAIT_FOR_TOKEN} or ${START}`);
  checkTemplate(state['Arguments'], at, readable, resource === WAIT_FOR_TOKEN);
  checkSeconds(state['TimeoutSeconds'], `${where}, TimeoutSeconds`, 1, readable);
  checkSeconds(state['HeartbeatSeconds'], `${where}, HeartbeatSeconds`, 1, readable);
  checkHeartbeat(state, `${where}, HeartbeatSeconds`);
}

/** Whole seconds, literal or JSONata, when the field is there. */
export function checkSeconds(value: unknown, where: string, least: 0 | 1, readable: Readable): void {
  if (value === undefined || isSeconds(value, least)) return;
  if (typeof value === 'string' && expressionIn(value) !== null) return checkTemplate(value, where, readable);
  refuse(where, `${JSON.stringify(value)}, expected whole seconds from ${least} to ${MAX_SECONDS} or an expression`);
}

function checkHeartbeat(state: Fields, where: string): void {
  const { HeartbeatSeconds: beat, TimeoutSeconds: timeout } = state;
  if (beat === undefined) return;
  if (state['Resource'] !== WAIT_FOR_TOKEN) refuse(where, 'only a task that waits for its token can have a heartbeat');
  if (typeof beat === 'number' && typeof timeout === 'number' && beat >= timeout)
    refuse(where, 'must be shorter than TimeoutSeconds');
}

/** Which function or machine runs is never up to data. */
function literal(value: unknown, where: string): void {
  if (expressionIn(textOf(value, where)) !== null) refuse(where, 'expected a literal, not an expression');
}
