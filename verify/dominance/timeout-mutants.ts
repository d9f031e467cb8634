import { innerScopes, listOf, type AslMachine, type AslScope, type AslState, type Machines } from '../graph/machine.ts';
import type { Mutant } from './mutants.ts';

/** Every definition in which one thing that ends by the clock does not any more, and one circle per Choice. */
export function* timeoutMutants({ main, nested }: Machines): Generator<Mutant> {
  for (const [what, changed] of ofMachine(main)) yield { what, machines: { main: changed, nested } };
  for (const [name, machine] of Object.entries(nested))
    for (const [what, changed] of ofMachine(machine))
      yield { what: `${name}: ${what}`, machines: { main, nested: { ...nested, [name]: changed } } };
}

function* ofMachine(machine: AslMachine): Generator<readonly [string, AslMachine]> {
  yield ['without its own timeout', { ...machine, TimeoutSeconds: undefined }];
  for (const [what, scope] of ofScope(machine)) yield [what, { ...machine, ...scope }];
}

function* ofScope(scope: AslScope): Generator<readonly [string, AslScope]> {
  for (const [name, state] of Object.entries(scope.States)) {
    const put = (changed: AslState): AslScope => ({ ...scope, States: { ...scope.States, [name]: changed } });
    if (state.Type === 'Task' || state.Type === 'Wait')
      yield [`${name} without a timeout`, put({ ...state, TimeoutSeconds: undefined, Seconds: undefined })];
    if (state.Type === 'Choice') yield [`${name} goes round`, put({ ...state, Default: name })];
    if (state.Type === 'Parallel')
      for (const [i, inner] of innerScopes(state).entries())
        for (const [what, changed] of ofScope(inner))
          yield [what, put({ ...state, Branches: listOf(state['Branches']).with(i, changed as never) })];
  }
}
