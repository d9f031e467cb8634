import { askConditions, type ConditionAnswer } from '../../core/policy/ask-conditions.ts';
import type { CompiledPolicies } from '../../core/policy/compile-policies.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { requestAt } from './domains-of.ts';
import type { Domain } from './field.ts';
import { type Atom, WHOLE_CONTEXT } from './formula.ts';
import { ERROR, FALSE, TRUE, type Truth } from './truth.ts';

/** Cedar's answer to one atom for every combination of the values of the fields that it reads, the first field slowest. */
export type Table = { readonly reads: readonly number[]; readonly truths: Uint8Array };
export type Tables = (domain: Domain, atoms: readonly Atom[]) => ReadonlyMap<string, Table>;

/** Combinations asked for one atom; a condition over more fields at once than that is not looked at in parts. */
const MOST = 50_000;
const TRUTH = { FALSE, TRUE, ERROR } as const satisfies Record<ConditionAnswer, Truth>;

/** Truth tables by Cedar itself, each asked once: atoms that read the same fields are asked together. */
export function createTables(compiled: CompiledPolicies): Tables {
  const known = new Map<string, Table>();
  const shapeOf = createShapes();
  return (domain, atoms) => {
    const shape = shapeOf(domain);
    const keyOf = (atom: Atom) => `${shape} ${atom.readsAction ? domain.action : ''} ${atom.key}`;
    const missing = new Map(atoms.filter((atom) => !known.has(keyOf(atom))).map((atom) => [keyOf(atom), atom]));
    const together = Map.groupBy(missing, ([, { reads }]) => reads.join(' '));
    for (const group of together.values())
      for (const [key, table] of ask(compiled, domain, group)) known.set(key, table);
    return new Map(atoms.map((atom) => [atom.key, known.get(keyOf(atom))!]));
  };
}

/** A number for the fields of a domain: actions with the same fields share the tables of what does not look at the action. */
function createShapes(): (domain: Domain) => number {
  const known = new WeakMap<Domain, number>();
  const texts: string[] = [];
  return (domain) => {
    const before = known.get(domain);
    if (before !== undefined) return before;
    const text = JSON.stringify(domain.fields);
    const shape = texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1;
    known.set(domain, shape);
    return shape;
  };
}

function ask(
  compiled: CompiledPolicies,
  domain: Domain,
  group: readonly (readonly [string, Atom])[],
): (readonly [string, Table])[] {
  const reads = indicesOf(domain, group[0]?.[1].reads ?? []);
  const radix = reads.map((i) => domain.fields[i]!.values.length);
  const size = radix.reduce((n, values) => n * values, 1);
  if (size > MOST)
    throw new InvalidInput(
      `policies: a condition compares ${reads.map((i) => domain.fields[i]!.name).join(', ')} at once, ${size} combinations; expected at most ${MOST}`,
    );
  const tables = group.map(() => new Uint8Array(size));
  const asked = askConditions(
    compiled,
    group.map(([, { condition }]) => condition),
  );
  const point = new Int16Array(domain.fields.length).fill(-1);
  for (let n = 0; n < size; n++) {
    let rest = n;
    for (let i = reads.length - 1; i >= 0; i--) {
      point[reads[i]!] = rest % radix[i]!;
      rest = Math.floor(rest / radix[i]!);
    }
    asked(requestAt(domain, point)).forEach((answer, i) => (tables[i]![n] = TRUTH[answer]));
  }
  return group.map(([key], i) => [key, { reads, truths: tables[i]! }]);
}

/** A name that this action's context does not have is left out: Cedar then answers with an error, which is the truth. */
function indicesOf({ fields }: Domain, names: readonly string[]): readonly number[] {
  const whole = names.includes(WHOLE_CONTEXT);
  return fields.flatMap(({ name }, i) => (names.includes(name) || (whole && i > 1) ? [i] : []));
}
