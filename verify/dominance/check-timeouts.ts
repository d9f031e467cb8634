import { innerScopes, listOf, type AslScope, type AslState, type Machines } from '../graph/machine.ts';

const PATIENT = ['Task', 'Wait', 'Parallel', 'Map', 'Succeed', 'Fail'];

/**
 * What may take for ever: a machine or a task without a timeout, a wait without an end, states that take no time and lead
 * round in a circle. A Parallel takes as long as its tasks.
 */
export function checkTimeouts({ main, nested }: Machines): { readonly missing: string[]; readonly explored: number } {
  const machines = [['the machine', main] as const, ...Object.entries(nested)];
  const missing = machines.flatMap(([name, machine]) => [
    ...(machine['TimeoutSeconds'] === undefined ? [`${name}: it has no TimeoutSeconds`] : []),
    ...inScope(machine).map((what) => `${name}: ${what}`),
  ]);
  return { missing, explored: machines.reduce((sum, [, machine]) => sum + count(machine), machines.length) };
}

function inScope(scope: AslScope): string[] {
  const own = Object.entries(scope.States).flatMap(([name, state]) => [
    ...(limited(state) ? [] : [`${state.Type} ${name} has no timeout`]),
    ...innerScopes(state).flatMap(inScope),
  ]);
  const circle = instantCircle(scope);
  return circle === null ? own : [...own, `${circle.join(', ')}: a circle of states that take no time`];
}

function limited(state: AslState): boolean {
  if (state.Type === 'Task') return (state['TimeoutSeconds'] ?? state['TimeoutSecondsPath']) !== undefined;
  if (state.Type !== 'Wait') return true;
  return ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].some((field) => state[field] !== undefined);
}

/** Takes away, again and again, what leads to no state that takes no time; what is left goes round. */
function instantCircle({ States: states }: AslScope): string[] | null {
  const left = new Map(
    Object.entries(states)
      .filter(([, { Type }]) => !PATIENT.includes(Type))
      .map(([name, state]) => [
        name,
        [state['Next'], state['Default'], ...listOf(state['Choices']).map((r) => r['Next'])],
      ]),
  );
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [name, targets] of left) if (!targets.some((target) => left.has(String(target)))) left.delete(name);
  }
  return left.size === 0 ? null : [...left.keys()];
}

function count(scope: AslScope): number {
  return Object.values(scope.States).reduce(
    (sum, state) => sum + innerScopes(state).reduce((n, s) => n + count(s), 1),
    0,
  );
}
