import type { Definition } from './definition.ts';
import type { Json } from './json.ts';
import { withinLimit } from './limits.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Advance } from './protocol.ts';
import type { Run } from './run.ts';
import { newFlow, runFlow } from './run-flow.ts';

export type Beginning = {
  readonly input: Json;
  readonly executionName: string;
  readonly executionId: string;
  readonly machineName: string;
  /** ms since 1970. */
  readonly at: number;
};

/** Starts an execution: its first snapshot and the first commands. Throws a Fault for an input beyond 256 KiB. */
export async function begin(definition: Definition, beginning: Beginning): Promise<Advance> {
  const { input, executionName, executionId, machineName, at } = beginning;
  withinLimit(input, 'the input of the execution');
  const execution = { id: executionId, name: executionName, input, startedAt: at };
  const run: Run = { machine: machineName, execution, at, commands: [], trace: [], transitions: 0 };
  const flow = newFlow('', {});
  const standing = await runFlow(run, definition, flow, {
    kind: 'ENTER',
    state: definition.StartAt,
    input,
    variables: {},
  });
  const deadline = definition.TimeoutSeconds === undefined ? null : at + definition.TimeoutSeconds * 1000;
  return outcomeOf(run, { flow, deadline, before: [], standing, ended: null });
}
