import type { Command, Trace } from './protocol.ts';
import type { Execution, Flow } from './snapshot.ts';

/** One call of begin or advance: what the state functions read and add to. */
export type Run = {
  readonly machine: string;
  readonly execution: Execution;
  readonly at: number;
  readonly commands: Command[];
  readonly trace: Trace[];
  transitions: number;
};

/** Control characters are untrusted text's way into a terminal; nothing of history needs them. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

export function note(run: Run, flow: Flow, what: string): void {
  run.trace.push({ state: `${flow.path}${flow.state}`, what: what.replace(CONTROL, ' ').slice(0, 300) });
}
