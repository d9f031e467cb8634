import { errorMatches } from '../../asl/error-matches.ts';
import { listOf, type AslState } from './machine.ts';

/** No Catch takes it. A state that reads what is not there fails with States.QueryEvaluationError, which one may. */
export const UNCATCHABLE = 'States.Runtime';
/** Every fault that a task can have: the three declared names, one that nobody declared, and those of the service. */
export const TASK_FAULTS: readonly string[] = [
  'InvalidInput',
  'Transient',
  'Terminal',
  'any other error',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.TaskFailed',
  'States.QueryEvaluationError',
];

export type Caught = { readonly errors: readonly string[]; readonly next: string | null };

/** Everything that a task may fail with itself, and whatever else its Catchers name. */
export function faultsOf(state: AslState): string[] {
  const named = listOf(state['Catch']).flatMap(namesIn);
  return [...new Set([...TASK_FAULTS, ...named.filter((name) => name !== 'States.ALL' && name !== UNCATCHABLE)])];
}

/** Which faults of a state lead where, by its first Catcher that names them; `next` null: nowhere. */
export function catchesOf(state: AslState, errors: readonly string[]): Caught[] {
  const catchers = listOf(state['Catch']);
  const byNext = new Map<string | null, string[]>();
  for (const error of errors) {
    const next = catchers.find((catcher) => errorMatches(namesIn(catcher), error))?.['Next'];
    const key = typeof next === 'string' ? next : null;
    byNext.set(key, [...(byNext.get(key) ?? []), retried(state, error) ? `${error} after its retries` : error]);
  }
  return [...byNext].map(([next, found]) => ({ errors: found, next }));
}

function retried(state: AslState, error: string): boolean {
  return listOf(state['Retry']).some((retrier) => errorMatches(namesIn(retrier), error));
}

function namesIn(fields: { readonly [field: string]: unknown }): string[] {
  const names = fields['ErrorEquals'];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
