import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Table } from './create-tables.ts';
import type { Domain, Point } from './field.ts';
import type { Judge } from './judge.ts';
import { FALSE, TRUE } from './truth.ts';

/** Values that every table tells apart, for each field: searching these is searching all. */
export type Space = { readonly domain: Domain; readonly values: readonly (readonly number[])[] };

/** Steps of one search; nothing that people write comes near, and a search that would not end proves nothing. */
const MOST_STEPS = 20_000_000;

/** Two values of a field are one when no table that is looked at answers differently for them, anywhere. */
export function spaceOf(domain: Domain, tables: readonly Table[]): Space {
  const values = domain.fields.map(({ values }, field) => {
    const about = tables.filter(({ reads }) => reads.includes(field));
    const kinds = new Map<string, number>();
    for (let value = 0; value < values.length; value++) {
      const kind = about.map((table) => slice(table, domain, field, value)).join(',');
      if (!kinds.has(kind)) kinds.set(kind, value);
    }
    return [...kinds.values()];
  });
  return { domain, values };
}

/** What a table says wherever `field` has this value, in order. */
function slice({ reads, truths }: Table, { fields }: Domain, field: number, value: number): string {
  if (reads.length === 1) return `${truths[value]}`;
  const at = reads.indexOf(field);
  const below = reads.slice(at + 1).reduce((n, i) => n * fields[i]!.values.length, 1);
  const size = fields[field]!.values.length;
  return Array.from(truths)
    .filter((_, i) => Math.floor(i / below) % size === value)
    .join('');
}

/**
 * The first point at which `claim` is true, or null when it is true nowhere. Whole regions are left out as soon as the
 * claim is known to be false in all of them, so that the answer holds for every point of the domain.
 */
export function findPoint({ domain, values }: Space, claim: Judge): Point | null {
  const point: Point = new Int16Array(domain.fields.length).fill(-1);
  // A value that makes the claim false by itself makes it false in every point; the fewer are left, the earlier it is set.
  const left = values.map((all, field) =>
    all.filter((value) => {
      point[field] = value;
      const truth = claim(point);
      point[field] = -1;
      return truth !== FALSE;
    }),
  );
  const order = left.map((_, field) => field).sort((a, b) => left[a]!.length - left[b]!.length);
  let steps = 0;
  const search = (depth: number): boolean => {
    if (++steps > MOST_STEPS)
      throw new InvalidInput(`policies: too entangled to be proved within ${MOST_STEPS} steps for ${domain.action}`);
    const truth = claim(point);
    if (truth === FALSE) return false;
    if (truth === TRUE && depth === order.length) return true;
    const field = order[depth];
    if (field === undefined) return false;
    for (const value of left[field]!) {
      point[field] = value;
      if (search(depth + 1)) return true;
    }
    point[field] = -1;
    return false;
  };
  return search(0) ? point : null;
}

/** Fields without which the claim would not hold at this point: what a reader has to know of it. */
export function decisiveFields({ domain, values }: Space, point: Point, claim: Judge): readonly number[] {
  return domain.fields.flatMap((_, field) => {
    const other = Int16Array.from(point);
    const always = values[field]!.every((value) => {
      other[field] = value;
      return claim(other) === TRUE;
    });
    return always ? [] : [field];
  });
}
