import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Namespace, SchemaType } from '../../core/policy/schema-json.ts';
import type { Entity } from '../../core/policy/authorize.ts';
import { ANYBODY, entityWords, type Value } from './field.ts';
import type { Literals } from './literals.ts';

type World = { readonly schema: Namespace; readonly literals: Literals };

/** Values of one field, or of all fields of a record; more would be a field that nobody meant to look at whole. */
const MOST = 500;

/**
 * Every value of a type that a policy can tell apart, from the schema alone: both of a Bool, each of an enumerated entity
 * type, the whole range of a number that says its `@range`, else each number that a policy names with its neighbours.
 * Throws InvalidInput for a type that it cannot enumerate.
 */
export function fieldValues(field: string, type: SchemaType, world: World): readonly Value[] {
  const values = valuesOf(field, type, world);
  const all = type.required === false ? [{ words: 'absent', plain: undefined, cedar: undefined }, ...values] : values;
  if (all.length > MOST)
    throw new InvalidInput(`schema: the field ${field} has ${all.length} values to look at; expected at most ${MOST}`);
  return all;
}

/** The entities of a type as requests may name them: the listed ones, or those that policies name and anybody else. */
export function entitiesOf(type: string, { schema, literals }: World): readonly Entity[] {
  const declared = schema.entityTypes[type] as { readonly enum?: readonly string[] } | undefined;
  const named = literals.entities.filter((e) => e.type === type).map(({ id }) => id);
  return (declared?.enum ?? [ANYBODY, ...named]).map((id) => ({ type, id }));
}

function valuesOf(field: string, type: SchemaType, world: World): readonly Value[] {
  const name = type.type === 'EntityOrCommon' || type.type === 'Entity' ? (type.name ?? '') : type.type;
  const { commonTypes = {}, entityTypes } = world.schema;
  const common = commonTypes[name] as SchemaType | undefined;
  if (common) return valuesOf(field, { ...common, ...(type.annotations && { annotations: type.annotations }) }, world);
  if (entityTypes[name]) return entitiesOf(name, world).map(entityValue);
  switch (name) {
    case 'Bool':
    case 'Boolean':
      return [plainValue(false), plainValue(true)];
    case 'Long':
      return numbersOf(field, type.annotations?.['range'], world.literals).map(plainValue);
    case 'String':
      return ['', ANYBODY, ...world.literals.texts].map(plainValue);
    case 'Set':
      return setsOf(valuesOf(field, type.element ?? { type: 'Bool' }, world));
    case 'Record':
      return recordsOf(field, type.attributes ?? {}, world);
    default:
      throw new InvalidInput(`schema: the field ${field} has the type ${name}; expected one that can be enumerated`);
  }
}

const plainValue = (value: boolean | number | string): Value => ({
  words: JSON.stringify(value),
  plain: value,
  cedar: value,
});
const entityValue = (entity: Entity): Value => ({
  words: entityWords(entity),
  plain: entity.id,
  cedar: { __entity: entity },
});

function numbersOf(field: string, range: string | null | undefined, { numbers }: Literals): readonly number[] {
  if (typeof range !== 'string') {
    const near = [0, ...numbers].flatMap((n) => [n - 1, n, n + 1]).filter(Number.isSafeInteger);
    return [...new Set([...near, -1_000_000, 1_000_000])].sort((a, b) => a - b);
  }
  const [, low = '', high = ''] = /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(range) ?? [];
  if (low === '' || Number(high) < Number(low) || Number(high) - Number(low) >= MOST)
    throw new InvalidInput(
      `schema: ${field} has @range ${JSON.stringify(range)}; expected "LOW..HIGH", at most ${MOST} numbers`,
    );
  return Array.from({ length: Number(high) - Number(low) + 1 }, (_, i) => Number(low) + i);
}

/** Not every set, but none, each single member, each pair, all but one, and all: what a rule about a set looks at. */
function setsOf(members: readonly Value[]): readonly Value[] {
  const pairs = members.length > 20 ? [] : members.flatMap((a, i) => members.slice(i + 1).map((b) => [a, b]));
  const sets = [
    [],
    ...members.map((m) => [m]),
    ...pairs,
    ...members.map((m) => members.filter((o) => o !== m)),
    members,
  ];
  const distinct = new Map(sets.map((set) => [JSON.stringify(set.map(({ words }) => words)), set]));
  return [...distinct.values()].map((set) => ({
    words:
      set.length === 0
        ? 'none'
        : set.length === members.length
          ? `all ${set.length}`
          : set.map((m) => m.words).join(' and '),
    plain: set.map(({ plain }) => plain),
    cedar: set.map(({ cedar }) => cedar),
  }));
}

function recordsOf(field: string, attributes: Readonly<Record<string, SchemaType>>, world: World): readonly Value[] {
  let records: readonly (readonly (readonly [string, Value])[])[] = [[]];
  for (const [name, type] of Object.entries(attributes)) {
    const values = fieldValues(`${field}.${name}`, type, world);
    records = records.flatMap((record) => values.map((value) => [...record, [name, value] as const]));
    if (records.length > MOST) break;
  }
  return records.map((record) => ({
    words: `{${record.map(([name, { words }]) => `${name}: ${words}`).join(', ')}}`,
    plain: Object.fromEntries(record.map(([name, { plain }]) => [name, plain])),
    cedar: Object.fromEntries(record.flatMap(([name, { cedar }]) => (cedar === undefined ? [] : [[name, cedar]]))),
  }));
}
