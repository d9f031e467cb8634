import { TASK_FAULTS } from '../graph/faults.ts';
import { innerScopes, listOf, type AslMachine, type AslScope, type AslState, type Machines } from '../graph/machine.ts';

export type Mutant = { readonly what: string; readonly machines: Machines };
/** One changed machine, and how. */
type Changed<T> = readonly [what: string, changed: T];

/** Every definition that differs by one edge: led to another state of its scope, made an end, or an end made an edge. */
export function* mutants({ main, nested }: Machines): Generator<Mutant> {
  for (const [what, changed] of scopeMutants(main)) yield { what, machines: { main: changed as AslMachine, nested } };
  for (const [name, machine] of Object.entries(nested))
    for (const [what, changed] of scopeMutants(machine))
      yield { what: `${name}: ${what}`, machines: { main, nested: { ...nested, [name]: changed as AslMachine } } };
}

function* scopeMutants(scope: AslScope): Generator<Changed<AslScope>> {
  const names = Object.keys(scope.States);
  for (const to of names) if (to !== scope.StartAt) yield [`StartAt -> ${to}`, { ...scope, StartAt: to }];
  for (const [name, state] of Object.entries(scope.States))
    for (const [what, changed] of stateMutants(state, names))
      yield [`${name}.${what}`, { ...scope, States: { ...scope.States, [name]: changed } }];
}

function* stateMutants(state: AslState, names: readonly string[]): Generator<Changed<AslState>> {
  const { Next: next, End: end, Default: otherwise, ...rest } = state;
  if (next !== undefined) yield ['Next -> End', { ...rest, End: true } as AslState];
  for (const to of names) {
    if (next !== undefined && to !== next) yield [`Next -> ${to}`, { ...state, Next: to }];
    if (end === true) yield [`End -> ${to}`, { ...rest, Next: to } as AslState];
    if (otherwise !== undefined && to !== otherwise) yield [`Default -> ${to}`, { ...state, Default: to }];
    yield* listed(state, 'Choices', to);
    yield* listed(state, 'Catch', to);
    if (state.Type === 'Task') yield* caughtApart(state, to);
  }
  for (const [i, scope] of innerScopes(state).entries())
    for (const [what, changed] of scopeMutants(scope)) yield [`[${i}].${what}`, withInner(state, i, changed)];
}

function* listed(state: AslState, field: 'Choices' | 'Catch', to: string): Generator<Changed<AslState>> {
  const list = listOf(state[field]);
  for (const [i, item] of list.entries())
    if (item['Next'] !== to)
      yield [`${field}[${i}] -> ${to}`, { ...state, [field]: list.with(i, { ...item, Next: to }) }];
}

/** One fault of a task led elsewhere: each is an edge of its own, though the files catch them all alike. */
function* caughtApart(state: AslState, to: string): Generator<Changed<AslState>> {
  const catchers = listOf(state['Catch']);
  if (catchers.some((catcher) => catcher['Next'] === to)) return;
  for (const error of TASK_FAULTS.filter((name) => name !== 'any other error'))
    yield [`${error} -> ${to}`, { ...state, Catch: [{ ...catchers[0], ErrorEquals: [error], Next: to }, ...catchers] }];
}

function withInner(state: AslState, i: number, scope: AslScope): AslState {
  if (state.Type === 'Parallel') return { ...state, Branches: listOf(state['Branches']).with(i, scope as never) };
  return { ...state, [state['ItemProcessor'] === undefined ? 'Iterator' : 'ItemProcessor']: scope };
}
