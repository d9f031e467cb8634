import { dataAfter } from './piece-pass.ts';
import { call } from './piece-task.ts';
import { expression, input, put, returns, trail, type Draft, type Flow, type Piece, type StateJson } from './piece.ts';

const CONDITIONS = [
  `${input}.word = 'A'`,
  `${input}.word in ['A', 'B']`,
  `${input}.n > 3 and ${input}.word != 'C'`,
  `${input}.n < 2 or ${input}.n >= 8`,
  `$contains(${input}.word, 'B')`,
  `$count(${input}.trail) % 2 = 0`,
  `$not(${input}.n = 4)`,
  `$exists(${input}.missing)`,
  `${input}.missing = 'A'`,
  `$type(${input}.n) = 'number' and ${input}.n % 2 = 1`,
];

/** Rules in turn and a Default, each with states of its own. */
export function choice(draft: Draft, flow: Flow, arm: (flow: Flow) => Piece): Piece {
  const { random } = draft;
  const name = draft.name('Choice');
  const arms = Array.from({ length: 2 + random.number(3) }, () => arm(flow));
  const [otherwise, ...chosen] = arms;
  const Choices = chosen.map(({ first }) => ({
    Condition: expression(random.pick(CONDITIONS)),
    ...(random.chance(25) ? { Output: dataAfter(draft, flow, name) } : {}),
    Next: first,
  }));
  put(flow, name, { Type: 'Choice', Choices, Default: otherwise!.first });
  draft.features.add('Choice');
  return { first: name, ends: arms.flatMap(({ ends }) => ends) };
}

/** Asks again, with a wait between, until the word is DONE. */
export function loop(draft: Draft, flow: Flow): Piece {
  const { random } = draft;
  const [ask, decide, rest] = [draft.name('Ask'), draft.name('Again'), draft.name('Rest')];
  const turns = random.number(4);
  draft.script[ask] = [...Array<string>(turns).fill('AGAIN'), 'DONE'].map((word, n) => returns({ n, word }));
  draft.features.add(turns > 0 ? 'a loop that turns' : 'a loop that does not turn');
  const result = '$states.result.Payload';
  const Output = { n: expression(`${result}.n`), trail: trail(ask), word: expression(`${result}.word`) };
  put(flow, ask, { ...call(ask, false), Output })(decide);
  const state: StateJson = {
    Type: 'Choice',
    Choices: [{ Condition: expression(`${input}.word = 'AGAIN'`), Next: rest }],
    Default: '',
  };
  put(flow, decide, state);
  put(flow, rest, { Type: 'Wait', Seconds: 1 })(ask);
  return { first: ask, ends: [(next) => void (state['Default'] = next)] };
}

/** The end of all. */
export function fail(draft: Draft, flow: Flow): Piece {
  const name = draft.name('Fail');
  draft.features.add('Fail');
  const { random } = draft;
  const Error = random.pick(['Broken', expression(`'Broken' & ${input}.word`)]);
  const Cause = random.pick(['told', expression(`'at ' & $string(${input}.n)`)]);
  put(flow, name, { Type: 'Fail', Error, Cause });
  return { first: name, ends: [] };
}
