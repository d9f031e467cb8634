import type { Entity } from '../../core/policy/authorize.ts';

/** One value that a field of a request can have; `cedar` is what is sent, undefined for an optional field left out. */
export type Value = { readonly words: string; readonly plain: unknown; readonly cedar: unknown };

/** `principal`, `resource`, or a field of the context by its name. Never without a value. */
export type Field = { readonly name: string; readonly values: readonly Value[] };

/** Every request that can be made for one action: each combination of its fields' values is a point. */
export type Domain = {
  readonly action: string;
  /** The action groups that the action is in, and its own name. */
  readonly groups: readonly string[];
  readonly fields: readonly Field[];
};

/** For each field the index of its value; -1 where it is still open. */
export type Point = Int16Array;

/** An id that no policy names stands for every id that no policy names. */
export const ANYBODY = 'somebody-whom-no-policy-names';

export const entityWords = ({ type, id }: Entity): string => (id === ANYBODY ? `any ${type}` : `${type}::"${id}"`);

/** How many requests the domain has. */
export const pointsOf = ({ fields }: Domain): number => fields.reduce((n, { values }) => n * values.length, 1);
