import type { TaskState } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { Fault } from './fault.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { withinLimit } from './limits.ts';
import type { Next } from './next.ts';
import { note, type Run } from './run.ts';
import { secondsOf } from './seconds.ts';
import { idOf, type Flow, type Limit, type PendingTask } from './snapshot.ts';
import { tokenPathsIn } from './task-token.ts';

const CALLS = {
  'arn:aws:states:::lambda:invoke': 'INVOKE',
  'arn:aws:states:::lambda:invoke.waitForTaskToken': 'TOKEN',
  'arn:aws:states:::states:startExecution.sync:2': 'EXECUTION',
} as const;

export async function actTask(run: Run, flow: Flow, state: TaskState): Promise<Next> {
  const id = idOf(flow);
  const call = CALLS[state.Resource];
  const given = (await evaluate(run, flow, 'Arguments', state.Arguments)) as JsonObject;
  withinLimit(given, `Arguments of state ${flow.state}`);
  const limit = async (field: 'TimeoutSeconds' | 'HeartbeatSeconds'): Promise<Limit | null> => {
    const template = state[field];
    if (template === undefined) return null;
    const seconds = await secondsOf(run, flow, field, template, 1);
    return { seconds, until: run.at + seconds * 1000 };
  };
  const task = {
    id,
    call,
    returned: false,
    timeout: await limit('TimeoutSeconds'),
    heartbeat: await limit('HeartbeatSeconds'),
  };
  if (call === 'EXECUTION') startExecution(run, flow, task, given);
  else invoke(run, flow, task, given, state.Arguments['Payload'] ?? null);
  flow.doing = { kind: 'TASK', task };
  return { kind: 'WAIT' };
}

function invoke(run: Run, flow: Flow, task: PendingTask, given: JsonObject, template: Json): void {
  const functionName = String(given['FunctionName']);
  const payload = given['Payload'] ?? null;
  run.commands.push({ kind: 'INVOKE', id: task.id, functionName, payload, tokenPaths: tokenPathsIn(template) });
  note(run, flow, `invokes ${functionName}`);
}

function startExecution(run: Run, flow: Flow, task: PendingTask, given: JsonObject): void {
  const machine = String(given['StateMachineArn']);
  const name = given['Name'];
  // Step Functions' rule for names, without the characters it only warns about.
  if (typeof name !== 'string' || !/^[A-Za-z0-9_.-]{1,80}$/.test(name)) {
    const cause = `state ${flow.state}, Arguments.Name: ${JSON.stringify(name).slice(0, 100)}, expected 1 to 80 of A-Z a-z 0-9 _ . -`;
    throw new Fault('StepFunctions.InvalidNameException', cause);
  }
  const input = given['Input'] ?? {};
  if (!isObject(input)) {
    throw new Fault(
      'StepFunctions.InvalidExecutionInputException',
      `state ${flow.state}, Arguments.Input: expected an object`,
    );
  }
  run.commands.push({ kind: 'START_EXECUTION', id: task.id, machine, name, input });
  note(run, flow, `starts ${machine} ${name}`);
}
