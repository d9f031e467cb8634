import { machineOf, phaseGivenBy } from './calls.ts';
import { catchesOf, faultsOf, UNCATCHABLE } from './faults.ts';
import { DEAD, END, type Edge, type EdgeKind, type Graph, type GraphNode } from './graph.ts';
import { innerScopes, listOf, type AslScope, type AslState, type Machines } from './machine.ts';
import { passesAnswerOn, wordOfEnd, wordOfRule } from './words.ts';

/** What becomes of a scope's ends and of what kills it. */
type Around = {
  readonly prefix: string;
  readonly phase: string | null;
  readonly onEnd: (from: string, word: string | null) => void;
  readonly onDeath: (from: string, errors: readonly string[], kind: 'UNCAUGHT' | 'DIES') => void;
};

/**
 * The flat graph. Branches of a Parallel follow one another, because all of them end before it does and none reads what
 * another did; that one fails is an edge from the Parallel itself, so no branch counts as done on that way.
 */
export function buildGraph({ main, nested }: Machines): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, Edge[]>();
  const add = (from: string, to: string, kind: EdgeKind, more: Partial<Edge> = {}) => {
    const out = edges.get(from) ?? [];
    if (out.length === 0) edges.set(from, out);
    out.push({ from, to, kind, word: null, answers: null, label: '', ...more });
  };

  function addScope(scope: AslScope, around: Around): void {
    for (const [name, state] of Object.entries(scope.States)) addState(name, state, around);
  }

  function addState(name: string, state: AslState, around: Around): void {
    const id = around.prefix + name;
    nodes.set(id, { id, state, phase: around.phase });
    const to = (target: unknown) => around.prefix + String(target);
    const leave = (from: string, word: string | null, answers: string | null) => {
      if (state['Next'] === undefined) around.onEnd(from, word);
      else add(from, to(state['Next']), 'GO', { word, answers });
    };
    const fail = (from: string, errors: readonly string[], kind: 'UNCAUGHT' | 'DIES') => {
      for (const { errors: some, next } of catchesOf(state, errors))
        if (next === null) around.onDeath(from, some, kind);
        else
          add(from, to(next), 'CATCH', {
            label: some.length > 1 && some.length === errors.length ? 'any fault' : some.join(', '),
          });
    };
    switch (state.Type) {
      case 'Choice':
        for (const rule of listOf(state['Choices'])) {
          const word = wordOfRule(rule);
          add(id, to(rule['Next']), 'RULE', { word, label: word ?? 'another rule' });
        }
        if (state['Default'] === undefined) around.onDeath(id, ['States.NoChoiceMatched'], 'UNCAUGHT');
        else add(id, to(state['Default']), 'DEFAULT', { label: 'any other word' });
        break;
      case 'Succeed':
        around.onEnd(id, wordOfEnd(state));
        break;
      case 'Fail':
        return around.onDeath(id, [typeof state['Error'] === 'string' ? state['Error'] : 'Fail'], 'UNCAUGHT');
      case 'Task':
        addTask(id, state, leave, fail);
        break;
      case 'Parallel':
      case 'Map':
        addInner(id, state, around, leave, fail);
        break;
      default:
        leave(id, null, null);
    }
    around.onDeath(id, [UNCATCHABLE], 'DIES');
  }

  function addTask(
    id: string,
    state: AslState,
    leave: (from: string, word: string | null, answers: string | null) => void,
    fail: Around['onDeath'],
  ): void {
    fail(id, faultsOf(state), 'UNCAUGHT');
    const child = nested[machineOf(state) ?? ''];
    const answers = passesAnswerOn(state) ? id : null;
    if (child === undefined) return leave(id, null, answers);
    add(id, `${id}/${child.StartAt}`, 'GO', { label: 'starts' });
    addScope(child, {
      prefix: `${id}/`,
      phase: phaseGivenBy(state),
      onEnd: (from, word) => leave(from, word, answers),
      onDeath: (from) => fail(from, ['States.TaskFailed'], 'UNCAUGHT'),
    });
  }

  function addInner(
    id: string,
    state: AslState,
    around: Around,
    leave: (from: string, word: string | null, answers: string | null) => void,
    fail: Around['onDeath'],
  ): void {
    const scopes = innerScopes(state);
    const starts = scopes.map((scope) => around.prefix + scope.StartAt);
    if (starts[0] === undefined || state.Type === 'Map') leave(id, null, null);
    if (starts[0] !== undefined) add(id, starts[0], 'GO', { label: 'begins its branches' });
    const deaths = new Set<string>();
    for (const [i, scope] of scopes.entries()) {
      const then = starts[i + 1];
      addScope(scope, {
        ...around,
        onEnd: (from) => (then === undefined ? leave(from, null, null) : add(from, then, 'GO', { label: 'and' })),
        onDeath: (_, errors, kind) => kind === 'UNCAUGHT' && errors.forEach((error) => deaths.add(error)),
      });
    }
    if (deaths.size > 0) fail(id, [...deaths], 'UNCAUGHT');
  }

  addScope(main, {
    prefix: '',
    phase: null,
    onEnd: (from) => add(from, END, 'GO'),
    onDeath: (from, errors, kind) => add(from, DEAD, kind, { label: errors.join(', ') }),
  });
  return { start: main.StartAt, nodes, edges };
}
