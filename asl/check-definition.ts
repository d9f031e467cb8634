import { fieldsOf, listOf, numberIn, textOf } from './check-fields.ts';
import { checkState } from './check-state.ts';
import type { Definition } from './definition.ts';
import { refuse } from './definition-error.ts';
import { isObject } from './json.ts';
import { MAX_SECONDS } from './seconds.ts';

/**
 * The value as a definition that the stepper gives its full meaning. Throws a DefinitionError that names the state and the
 * field for anything outside the subset, for expressions that can never have a value, and for states that are missing or
 * cannot be reached.
 */
export function checkDefinition(value: unknown): Definition {
  const machine = fieldsOf(value, 'machine', ['QueryLanguage', 'StartAt', 'States'], ['Comment', 'TimeoutSeconds']);
  if (machine['QueryLanguage'] !== 'JSONata') refuse('machine, QueryLanguage', 'expected JSONata');
  numberIn(machine['TimeoutSeconds'], 'machine, TimeoutSeconds', 1, MAX_SECONDS);
  checkStates(machine, 'machine', new Set(), new Set());
  return value as Definition;
}

/** `outer`: variables of the flows around this one. `taken`: names of states so far; they are unique in a whole machine. */
function checkStates(
  value: { readonly [key: string]: unknown },
  where: string,
  outer: ReadonlySet<string>,
  taken: Set<string>,
): void {
  const { StartAt: startAt, States: states } = value;
  if (!isObject(states) || Object.keys(states).length === 0)
    return refuse(`${where}, States`, 'expected an object of states');
  const own = new Set(Object.values(states).flatMap(assignedIn));
  const shadowed = [...own].find((name) => outer.has(name));
  if (shadowed !== undefined) refuse(where, `assigns $${shadowed}, which belongs to the states around this branch`);
  const variables = new Set([...outer, ...own]);
  const leadsTo = new Map<string, readonly string[]>();
  for (const [name, state] of Object.entries(states)) {
    const at = `state ${name}`;
    if (name.length > 80 || /[\u0000-\u001f#!/]/.test(name))
      refuse(at, 'expected a name of at most 80 characters without # ! /');
    if (taken.has(name)) refuse(at, 'this name is used twice');
    taken.add(name);
    leadsTo.set(name, checkState(state, at, variables));
    for (const [i, branch] of branchesOf(state, at).entries()) {
      const inner = `${at}, Branches[${i}]`;
      checkStates(fieldsOf(branch, inner, ['StartAt', 'States'], ['Comment']), inner, variables, taken);
    }
  }
  checkReach(textOf(startAt, `${where}, StartAt`), leadsTo, where);
}

function branchesOf(state: unknown, at: string): readonly unknown[] {
  return isObject(state) && state['Type'] === 'Parallel' ? listOf(state['Branches'], `${at}, Branches`) : [];
}

/** Names that a state assigns, itself or in a rule or Catcher. */
function assignedIn(state: unknown): string[] {
  if (!isObject(state)) return [];
  const places = [state, state['Catch'], state['Choices']].flat() as unknown[];
  return places.flatMap((place) => (isObject(place) && isObject(place['Assign']) ? Object.keys(place['Assign']) : []));
}

function checkReach(start: string, leadsTo: ReadonlyMap<string, readonly string[]>, where: string): void {
  const reached = new Set<string>();
  const open: (readonly [string, string])[] = [[start, `${where}, StartAt`]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, from] = next;
    if (reached.has(name)) continue;
    const targets = leadsTo.get(name);
    if (!targets) return refuse(from, `leads to ${name}, which does not exist here`);
    reached.add(name);
    open.push(...targets.map((target) => [target, `state ${name}`] as const));
  }
  const lost = [...leadsTo.keys()].find((name) => !reached.has(name));
  if (lost !== undefined) refuse(`state ${lost}`, 'no way leads here');
}
