import { choice, fail, loop } from './engines/piece-choice.ts';
import { closed, nested, parallel } from './engines/piece-nest.ts';
import { pass, wait } from './engines/piece-pass.ts';
import { task } from './engines/piece-task.ts';
import { inARow, type Draft, type Flow, type Piece } from './engines/piece.ts';
import { random } from './engines/random.ts';
import type { Scenario } from './engines/scenario.ts';

export type Generated = Scenario & { readonly features: readonly string[] };

const KINDS = ['PASS', 'WAIT', 'TASK', 'LOOP', 'CHOICE', 'PARALLEL', 'NESTED'] as const;
type Kind = (typeof KINDS)[number];

/**
 * A definition within what our stepper and the emulator both do (docs/e2e-aws.md), with the outcome of every call; the same
 * for the same seed. Seeds in a row begin with every kind of state in turn.
 */
export function scenario(seed: number): Generated {
  const numbers = new Map<string, number>();
  const name = (prefix: string): string => {
    const number = (numbers.get(prefix) ?? 0) + 1;
    numbers.set(prefix, number);
    return `${prefix}${number}`;
  };
  const execution = `seed-${seed}`;
  const machine = `Seed_${seed}`;
  const features = new Set<string>();
  const draft: Draft = { random: random(seed), script: {}, machines: {}, features, execution, name };
  const flow: Flow = { states: {}, variables: [], inBranch: false };
  const kinds = [
    KINDS[seed % KINDS.length]!,
    ...Array.from({ length: 1 + (seed % 4) }, () => draft.random.pick(KINDS)),
  ];
  const whole = row(draft, flow, kinds, 2);
  const definition = { QueryLanguage: 'JSONata', ...closed(draft, flow, whole) };
  const machines = { [machine]: definition, ...draft.machines };
  return {
    name: execution,
    machines: Object.fromEntries(Object.entries(machines).map(([key, value]) => [key, JSON.stringify(value)])),
    input: { n: seed % 10, trail: ['start', 'here'], word: ['A', 'B', 'C'][seed % 3]! },
    script: draft.script,
    features: [...features],
  };
}

/** Variables that a Pass of the row assigned can be read by all that comes after it in the row. */
function row(draft: Draft, flow: Flow, kinds: readonly Kind[], depth: number): Piece {
  const pieces: Piece[] = [];
  let variables = flow.variables;
  for (const kind of kinds) {
    const here = { ...flow, variables };
    const piece = one(draft, here, kind, depth);
    if ('assigned' in piece) variables = [...variables, ...(piece.assigned as readonly string[])];
    pieces.push(piece);
    if (piece.ends.length === 0) break;
  }
  return inARow(pieces);
}

function one(draft: Draft, flow: Flow, kind: Kind, depth: number): Piece {
  const inner = depth > 0 ? KINDS : (['PASS', 'WAIT', 'TASK', 'LOOP'] as const);
  const few = (inside: Flow): Piece =>
    row(draft, inside, [draft.random.pick(inner), ...(draft.random.chance(40) ? (['PASS'] as const) : [])], depth - 1);
  switch (kind) {
    case 'PASS':
      return pass(draft, flow);
    case 'WAIT':
      return wait(draft, flow);
    case 'TASK':
      return task(draft, flow);
    case 'LOOP':
      return loop(draft, flow);
    case 'CHOICE':
      return choice(draft, flow, (arm) => (!flow.inBranch && draft.random.chance(15) ? fail(draft, arm) : few(arm)));
    case 'PARALLEL':
      return parallel(draft, flow, few);
    case 'NESTED':
      return nested(draft, flow, few);
  }
}
