import type { FaultValue } from './fault.ts';
import type { Json, JsonObject } from './json.ts';

/** Everything that an execution is between two events: plain JSON, the same for the same events. */
export type Snapshot = {
  readonly format: 1;
  readonly machine: string;
  readonly execution: Execution;
  /** Instant of the newest event; time never runs backwards inside an execution. */
  readonly at: number;
  /** When the machine's own TimeoutSeconds is over; null without one. */
  readonly deadline: number | null;
  /** Null when the execution has ended. */
  readonly flow: Flow | null;
  readonly result: Result;
};
export type Execution = {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAt: number;
};
export type Result =
  | { readonly kind: 'RUNNING' }
  | { readonly kind: 'SUCCEEDED'; readonly output: Json }
  | ({ readonly kind: 'FAILED' } & FaultValue);

/** One chain of states: the machine itself or a branch of a Parallel. The stepper changes it only on its own copy. */
export type Flow = {
  /** Prefix of the ids in this flow: empty, or `<id of the Parallel>/<branch>/`. */
  path: string;
  state: string;
  /** Which state this is, counted from 1 since the flow began. */
  visit: number;
  /** 0 for the first try; grows with every Retry. */
  attempt: number;
  /** How often each Retrier of the state was used since the state was entered. */
  retries: number[];
  enteredAt: number;
  input: Json;
  variables: JsonObject;
  doing: Doing;
};
export type Doing =
  | { readonly kind: 'TASK'; readonly task: PendingTask }
  | { readonly kind: 'WAIT' | 'RETRY'; readonly until: number }
  | { readonly kind: 'BRANCHES'; readonly branches: Flow[] }
  | { readonly kind: 'ENDED'; readonly output: Json }
  | { readonly kind: 'NOTHING' };

export type PendingTask = {
  readonly id: string;
  /** INVOKE ends when the invocation returns, TOKEN when its task token is answered, EXECUTION with the nested one. */
  readonly call: 'INVOKE' | 'TOKEN' | 'EXECUTION';
  /** TOKEN: the invocation itself has returned and need not be repeated. */
  readonly returned: boolean;
  readonly timeout: Limit | null;
  readonly heartbeat: Limit | null;
};
export type Limit = { readonly seconds: number; readonly until: number };

/** Names this try of this state for ever: what commands and events carry. */
export function idOf(flow: Flow): string {
  return `${flow.path}${flow.state}#${flow.visit}.${flow.attempt}`;
}
