import type { ChoiceRule, ChoiceState } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { Fault } from './fault.ts';
import { leaveTo } from './leave-to.ts';
import type { Next } from './next.ts';
import type { Run } from './run.ts';
import type { Flow } from './snapshot.ts';

/** The first rule whose Condition is true; a Condition that is neither true nor false fails the state. */
export async function actChoice(run: Run, flow: Flow, state: ChoiceState): Promise<Next> {
  for (const [i, rule] of state.Choices.entries()) {
    if (await holds(run, flow, rule, i)) return leaveTo(run, flow, `Choices[${i}].`, rule, rule.Next, flow.input, {});
  }
  return { kind: 'ENTER', state: state.Default, input: flow.input, variables: flow.variables };
}

async function holds(run: Run, flow: Flow, rule: ChoiceRule, i: number): Promise<boolean> {
  const value = await evaluate(run, flow, `Choices[${i}].Condition`, rule.Condition);
  if (typeof value === 'boolean') return value;
  throw new Fault(
    'States.QueryEvaluationError',
    `state ${flow.state}, Choices[${i}].Condition: ${JSON.stringify(value).slice(0, 100)}, expected true or false`,
  );
}
