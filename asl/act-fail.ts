import type { FailState } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { Fault, faultValue } from './fault.ts';
import type { Next } from './next.ts';
import type { Run } from './run.ts';
import type { Flow } from './snapshot.ts';

export async function actFail(run: Run, flow: Flow, state: FailState): Promise<Next> {
  const text = async (field: 'Error' | 'Cause'): Promise<string> => {
    const template = state[field];
    if (template === undefined) return '';
    const value = await evaluate(run, flow, field, template);
    if (typeof value === 'string') return value;
    throw new Fault('States.QueryEvaluationError', `state ${flow.state}, ${field}: expected a text`);
  };
  return { kind: 'FAULT', fault: faultValue(await text('Error'), await text('Cause')) };
}
