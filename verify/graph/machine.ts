/**
 * A state machine as its file says it, of any dialect: the proofs read only what leads from state to state. Stricter than
 * that is `checkDefinition` of `asl/`, for machines that Interlock runs.
 */
export type AslState = { readonly Type: string; readonly [field: string]: unknown };
export type AslScope = { readonly StartAt: string; readonly States: Readonly<Record<string, AslState>> };
export type AslMachine = AslScope & { readonly [field: string]: unknown };

/** A machine and the ones that it starts and waits for, by the name that stands in its `StateMachineArn`. */
export type Machines = { readonly main: AslMachine; readonly nested: Readonly<Record<string, AslMachine>> };

export type Fields = { readonly [field: string]: unknown };
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** The scopes inside a state: branches of a Parallel, the body of a Map. */
export function innerScopes(state: AslState): readonly AslScope[] {
  if (state.Type === 'Parallel') return listOf(state['Branches']) as unknown as readonly AslScope[];
  const body = state['ItemProcessor'] ?? state['Iterator'];
  return state.Type === 'Map' && body !== undefined ? [body as AslScope] : [];
}
