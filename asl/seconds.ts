import { evaluate } from './evaluate.ts';
import { Fault } from './fault.ts';
import type { Run } from './run.ts';
import type { Flow } from './snapshot.ts';

/** Step Functions' largest TimeoutSeconds, HeartbeatSeconds and Seconds. */
export const MAX_SECONDS = 99_999_999;

export function isSeconds(value: unknown, least: 0 | 1): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MAX_SECONDS;
}

/** The value of a field of whole seconds, literal or JSONata; anything else fails the state. */
export async function secondsOf(
  run: Run,
  flow: Flow,
  field: string,
  template: number | string,
  least: 0 | 1,
): Promise<number> {
  const value = await evaluate(run, flow, field, template);
  if (isSeconds(value, least)) return value;
  const given = JSON.stringify(value).slice(0, 100);
  throw new Fault(
    'States.QueryEvaluationError',
    `state ${flow.state}, ${field}: ${given}, expected whole seconds from ${least} to ${MAX_SECONDS}`,
  );
}
