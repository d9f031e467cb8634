import { evaluateExpression } from './expression.ts';
import { Fault, type FaultValue } from './fault.ts';
import { fill } from './fill.ts';
import type { Json } from './json.ts';
import type { Run } from './run.ts';
import type { Flow } from './snapshot.ts';
import { toJson } from './to-json.ts';

/** What `$states` has beside input and context, depending on the field. */
export type Extra = { readonly result?: Json; readonly fault?: FaultValue };

/** A field's value. An expression that fails, or gives nothing, fails the state with States.QueryEvaluationError. */
export function evaluate(run: Run, flow: Flow, field: string, template: Json, extra: Extra = {}): Promise<Json> {
  const variables = { ...flow.variables, states: statesOf(run, flow, extra) };
  return fill(template, async (expression) => {
    try {
      return toJson(await evaluateExpression(expression, variables, run.at));
    } catch (error) {
      const why = messageOf(error).slice(0, 500);
      throw new Fault(
        'States.QueryEvaluationError',
        `state ${flow.state}, ${field}: ${expression.slice(0, 200)}: ${why}`,
      );
    }
  });
}

function statesOf(run: Run, flow: Flow, { result, fault }: Extra): Record<string, Json> {
  const { execution } = run;
  return {
    input: flow.input,
    ...(result === undefined ? {} : { result }),
    ...(fault === undefined ? {} : { errorOutput: { Error: fault.error, Cause: fault.cause } }),
    context: {
      Execution: {
        Id: execution.id,
        Input: execution.input,
        Name: execution.name,
        StartTime: new Date(execution.startedAt).toISOString(),
      },
      State: { EnteredTime: new Date(flow.enteredAt).toISOString(), Name: flow.state, RetryCount: flow.attempt },
      StateMachine: { Id: `stateMachine:${run.machine}`, Name: run.machine },
    },
  };
}

/** JSONata throws plain objects. */
function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message);
}
