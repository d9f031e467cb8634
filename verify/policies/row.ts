import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Table } from './create-tables.ts';
import type { Domain } from './field.ts';
import type { Judge } from './judge.ts';
import { FALSE, OPEN, TRUE, type Truth } from './truth.ts';

/** What a value must be for a row to speak of it: one of those, a number below that, or a set with a member. */
export type Test =
  { readonly is: readonly (string | boolean)[] } | { readonly below: number } | { readonly some: true };

/** One line of a table that people read: for these actions or groups, where every named field is as said. */
export type Row = { readonly on: readonly string[]; readonly where: Readonly<Record<string, Test>> };

export const speaksOf = ({ on }: Row, { groups }: Domain): boolean => on.some((name) => groups.includes(name));

/** Whether each value of the row's fields is as the row says, as tables. Throws InvalidInput for an unknown field. */
export function rowTables({ where }: Row, { action, fields }: Domain): readonly Table[] {
  return Object.entries(where).map(([name, test]) => {
    const index = fields.findIndex((field) => field.name === name);
    const field = fields[index];
    if (field === undefined)
      throw new InvalidInput(
        `schema: the context of ${action} has no field "${name}"; expected it, since Interlock sends it and a limit is about it`,
      );
    return {
      reads: [index],
      truths: Uint8Array.from(field.values, ({ plain }) => (passes(test, plain) ? TRUE : FALSE)),
    };
  });
}

/** How many points of the domain are in the row. */
export function pointsIn({ fields }: Domain, tables: readonly Table[]): number {
  return fields.reduce((n, { values }, i) => {
    const rows = tables.filter(({ reads }) => reads[0] === i);
    return n * values.filter((_, value) => rows.every(({ truths }) => truths[value] === TRUE)).length;
  }, 1);
}

/** Whether a point is in the row: all tables say so. */
export function rowJudge(tables: readonly Table[]): Judge {
  return (point) => {
    let truth: Truth = TRUE;
    for (const { reads, truths } of tables) {
      const value = point[reads[0]!]!;
      if (value < 0) truth = OPEN;
      else if (truths[value] === FALSE) return FALSE;
    }
    return truth;
  };
}

/** A field that was left out is never harmless: it passes every test but `is`, which names what it means. */
function passes(test: Test, value: unknown): boolean {
  if ('is' in test) return (test.is as readonly unknown[]).includes(value);
  if (value === undefined) return true;
  if ('below' in test) return typeof value !== 'number' || value < test.below;
  return !Array.isArray(value) || value.length > 0;
}

export function testWords(test: Test): string {
  if ('is' in test) return `is ${test.is.join(' or ')}`;
  return 'below' in test ? `is below ${test.below}` : 'is not empty';
}
