import { expression, input, put, trail, type Draft, type Flow, type Piece, type StateJson } from './piece.ts';

/** Ways to make a number of the number and the trail so far, within the JSONata that both engines have. */
const NUMBERS = [
  `${input}.n + 1`,
  `${input}.n * 2 - 1`,
  `$count(${input}.trail)`,
  `$sum([${input}.n, 3, 4])`,
  `${input}.n > 5 ? 0 : ${input}.n + 3`,
  `$max([${input}.n, 2]) - $min([${input}.n, 2])`,
  `$abs(${input}.n - 7)`,
  `$floor(${input}.n / 2)`,
  `(${input}.n + 5) % 4`,
  `$length($string(${input}.n))`,
  `$reduce([1, 2, ${input}.n], function($a, $b) { $a + $b })`,
  `($twice := function($x) { $x * 2 }; $twice(${input}.n))`,
  `$sum($map([1..3], function($x) { $x + ${input}.n }))`,
  `$count(${input}.trail[$contains($, 'Pass')])`,
  `$number('4') + ${input}.n`,
];
const WORDS = [
  `${input}.word`,
  `$uppercase(${input}.word)`,
  `$lowercase(${input}.word)`,
  `$join(['x', ${input}.word], '-')`,
  `$substring(${input}.word, 0, 3)`,
  `$replace(${input}.word, 'A', 'B')`,
  `$exists(${input}.missing) ? 'there' : 'A'`,
  `${input}.n in [1, 2, 3] ? 'A' : 'B'`,
  `$lookup({'x': 'C', 'y': 'D'}, 'y')`,
  `$merge([{'w': 'E'}, {'w': 'F'}]).w`,
  `$split('A,B,C', ',')[1]`,
  `${input}.word ~> $trim`,
];

export function dataAfter(draft: Draft, flow: Flow, name: string): StateJson {
  const { random } = draft;
  const known = flow.variables.length > 0 && random.chance(40) ? random.pick(flow.variables) : null;
  if (known) draft.features.add('reads a variable');
  const n = known ? `$${known} + 1` : random.pick(NUMBERS);
  return { n: expression(n), trail: trail(name), word: expression(random.pick(WORDS)) };
}

/** Assigns a number to a new variable; its name is given back to those that may read it. */
export function assign(draft: Draft, value = `${input}.n`): { variable: string; Assign: StateJson } {
  draft.features.add('assigns a variable');
  const variable = draft.name('v');
  return { variable, Assign: { [variable]: expression(value) } };
}

export function pass(draft: Draft, flow: Flow): Piece & { readonly assigned: readonly string[] } {
  const name = draft.name('Pass');
  const assigned = draft.random.chance(40) ? assign(draft) : null;
  const given = assigned ? { Assign: assigned.Assign } : {};
  const end = put(flow, name, { Type: 'Pass', ...given, Output: dataAfter(draft, flow, name) });
  return { first: name, ends: [end], assigned: assigned ? [assigned.variable] : [] };
}

export function wait(draft: Draft, flow: Flow): Piece {
  const name = draft.name('Wait');
  const literal = draft.random.number(3);
  const Seconds = draft.random.pick([literal, literal, expression(`$abs(${input}.n) % 3`)]);
  const past = draft.random.pick(['2020-01-01T00:00:00Z', expression("'2020-01-0' & $string(1) & 'T00:00:00Z'")]);
  const until = draft.random.chance(30) ? { Timestamp: past } : { Seconds };
  draft.features.add(`Wait by ${Object.keys(until)[0]} ${typeof Object.values(until)[0]}`);
  const Output = draft.random.chance(50) ? { Output: dataAfter(draft, flow, name) } : {};
  return { first: name, ends: [put(flow, name, { Type: 'Wait', ...until, ...Output })] };
}
