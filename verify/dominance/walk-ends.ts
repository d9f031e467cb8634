import { errorMatches } from '../../asl/error-matches.ts';
import { machineOf } from '../graph/calls.ts';
import { TASK_FAULTS } from '../graph/faults.ts';
import { innerScopes, listOf, type AslScope, type AslState, type Machines } from '../graph/machine.ts';

/**
 * Whether some execution can end anywhere but in `close`, or be caught for good, read off the files and not off the flat
 * graph: what can be reached scope by scope, which of that can still finish, and which faults nobody takes.
 */
export function walkStrays({ main, nested }: Machines, close: string): boolean {
  const childOf = (state: AslState) => nested[machineOf(state) ?? ''];
  const inner = (state: AslState): readonly AslScope[] => {
    const child = state.Type === 'Task' ? childOf(state) : undefined;
    return child ? [child] : innerScopes(state);
  };

  function reached(scope: AslScope): ReadonlySet<string> {
    const seen = new Set([scope.StartAt]);
    for (const name of seen) {
      const state = scope.States[name]!;
      // What cannot end leads on only by its faults.
      const dies = inner(state).some((one) => !ends(one));
      for (const target of dies ? faultTargets(state) : [...targets(state), ...faultTargets(state)]) seen.add(target);
    }
    return seen;
  }

  /** Names of the states that can finish without a fault, from the ends backwards. */
  function finishing(scope: AslScope, isEnd: (name: string) => boolean): ReadonlySet<string> {
    const found = new Set(Object.keys(scope.States).filter((name) => isEnd(name) && canEnd(scope.States[name]!)));
    for (let before = -1; before !== found.size;) {
      before = found.size;
      for (const [name, state] of Object.entries(scope.States))
        if (canEnd(state) && targets(state).some((target) => found.has(target))) found.add(name);
    }
    return found;
  }

  const known = new Map<AslScope, boolean>();
  const canEnd = (state: AslState): boolean => state.Type === 'Map' || inner(state).every(ends);
  function ends(scope: AslScope): boolean {
    const before = known.get(scope);
    if (before !== undefined) return before;
    const does = finishing(scope, (name) => isLast(scope.States[name]!)).has(scope.StartAt);
    known.set(scope, does);
    return does;
  }

  function strays(scope: AslScope, isEnd: (name: string) => boolean): boolean {
    const finish = finishing(scope, isEnd);
    return [...reached(scope)].some((name) => {
      const state = scope.States[name]!;
      return !finish.has(name) || inner(state).some((one) => strays(one, (last) => isLast(one.States[last]!)));
    });
  }

  const closing = main.States[close];
  const outside = [...reached(main)].some((name) => {
    const state = main.States[name]!;
    return name !== close && (isLast(state) || loses(state, (one) => inner(one)));
  });
  return (
    closing === undefined ||
    !isLast(closing) ||
    faultTargets(closing).length > 0 ||
    outside ||
    strays(main, (name) => name === close)
  );
}

function isLast(state: AslState): boolean {
  return state.Type === 'Succeed' || state.Type === 'Fail' || state['End'] === true;
}

function targets(state: AslState): string[] {
  const all = [state['Next'], state['Default'], ...listOf(state['Choices']).map((rule) => rule['Next'])];
  return all.filter((target) => typeof target === 'string');
}

function faultTargets(state: AslState): string[] {
  return listOf(state['Catch']).map((catcher) => String(catcher['Next']));
}

/** A fault of this state, or of one inside it, that none of its Catchers takes. */
function loses(state: AslState, inner: (state: AslState) => readonly AslScope[]): boolean {
  const caught = (error: string) =>
    listOf(state['Catch']).some((catcher) => errorMatches(catcher['ErrorEquals'] as string[], error));
  if (state.Type === 'Task') return !TASK_FAULTS.every(caught);
  if (state.Type === 'Choice') return state['Default'] === undefined;
  if (state.Type === 'Fail') return true;
  const within = inner(state).some((scope) => Object.values(scope.States).some((one) => loses(one, inner)));
  return within && !caught('any other error');
}
