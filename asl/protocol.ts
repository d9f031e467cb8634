import type { Json } from './json.ts';
import type { Snapshot } from './snapshot.ts';

/** What happened; `at` is ms since 1970 and `id` is the task's or timer's. */
export type Event =
  /** An invocation gave its payload. That ends a plain invocation, but not one that waits for its token. */
  | { readonly kind: 'RETURNED'; readonly id: string; readonly at: number; readonly payload: Json }
  /** A task token was answered, or a nested execution succeeded; `output` is `$states.result`. */
  | { readonly kind: 'TASK_SUCCEEDED'; readonly id: string; readonly at: number; readonly output: Json }
  | {
      readonly kind: 'TASK_FAILED';
      readonly id: string;
      readonly at: number;
      readonly error: string;
      readonly cause: string;
    }
  | { readonly kind: 'TASK_HEARTBEAT'; readonly id: string; readonly at: number }
  | { readonly kind: 'TIMER_FIRED'; readonly id: string; readonly at: number };

/** What is to be done now. Done twice it must have the effect of once. */
export type Command =
  | {
      readonly kind: 'INVOKE';
      readonly id: string;
      readonly functionName: string;
      readonly payload: Json;
      /** Where the task token belongs in the payload (`withToken`); empty when none is waited for. */
      readonly tokenPaths: readonly TokenPath[];
    }
  | {
      readonly kind: 'START_EXECUTION';
      readonly id: string;
      readonly machine: string;
      readonly name: string;
      readonly input: Json;
    }
  /** Nobody waits for this task any more: what still runs of it may be ended. */
  | { readonly kind: 'CANCEL'; readonly id: string };
export type TokenPath = readonly (string | number)[];

/** One line of history: small words, no data of the states. */
export type Trace = { readonly state: string; readonly what: string };

export type Advance = {
  readonly snapshot: Snapshot;
  readonly commands: readonly Command[];
  readonly trace: readonly Trace[];
  /** The event was for something that is no longer waited for; the snapshot is unchanged. */
  readonly ignored: boolean;
};
