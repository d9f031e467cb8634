import type { Json, JsonObject } from './json.ts';

/** The subset of Amazon States Language that Interlock's files use, as `checkDefinition` lets it through. */
export type Definition = States & {
  readonly QueryLanguage: 'JSONata';
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
};
export type States = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
};
type Result = { readonly Assign?: JsonObject; readonly Output?: Json };
export type Catcher = Result & { readonly ErrorEquals: readonly string[]; readonly Next: string };
export type ChoiceRule = Result & { readonly Condition: string; readonly Next: string };
type NoResult = { readonly Assign?: never; readonly Output?: never };
type Onward = { readonly Next?: string; readonly End?: true };
type Recovery = { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] };

export type Resource =
  | 'arn:aws:states:::lambda:invoke'
  | 'arn:aws:states:::lambda:invoke.waitForTaskToken'
  | 'arn:aws:states:::states:startExecution.sync:2';

export type TaskState = Result &
  Onward &
  Recovery & {
    readonly Type: 'Task';
    readonly Resource: Resource;
    readonly Arguments: JsonObject;
    readonly TimeoutSeconds?: number | string;
    readonly HeartbeatSeconds?: number | string;
  };
export type ParallelState = Result &
  Onward &
  Recovery & { readonly Type: 'Parallel'; readonly Arguments?: Json; readonly Branches: readonly States[] };
export type WaitState = Result &
  Onward & { readonly Type: 'Wait'; readonly Seconds?: number | string; readonly Timestamp?: string };
export type ChoiceState = NoResult & {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default: string;
};
export type PassState = Result & Onward & { readonly Type: 'Pass' };
export type SucceedState = { readonly Type: 'Succeed'; readonly Output?: Json };
export type FailState = NoResult & { readonly Type: 'Fail'; readonly Error?: string; readonly Cause?: string };
export type State = TaskState | ParallelState | WaitState | ChoiceState | PassState | SucceedState | FailState;
