import { evaluate, type Extra } from './evaluate.ts';
import type { Json, JsonObject } from './json.ts';
import { VARIABLES_LIMIT_BYTES, withinLimit } from './limits.ts';
import type { Next } from './next.ts';
import type { Run } from './run.ts';
import type { Flow } from './snapshot.ts';

/**
 * Assign and Output of a state, a Choice rule or a Catcher. Both see the variables as they were before: what is assigned
 * holds from the next state on. `next` null ends the flow.
 */
export async function leaveTo(
  run: Run,
  flow: Flow,
  where: string,
  fields: { readonly Assign?: JsonObject; readonly Output?: Json },
  next: string | null,
  otherwise: Json,
  extra: Extra,
): Promise<Next> {
  const evaluated =
    fields.Assign === undefined ? {} : await evaluate(run, flow, `${where}Assign`, fields.Assign, extra);
  const output =
    fields.Output === undefined ? otherwise : await evaluate(run, flow, `${where}Output`, fields.Output, extra);
  const assigned = withinLimit(evaluated as JsonObject, `Assign of state ${flow.state}`);
  withinLimit(output, `the output of state ${flow.state}`);
  if (next === null) return { kind: 'END', output };
  const variables = withinLimit({ ...flow.variables, ...assigned }, 'all variables together', VARIABLES_LIMIT_BYTES);
  return { kind: 'ENTER', state: next, input: output, variables };
}
