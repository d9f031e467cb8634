import type { Proof, Section } from '../proof.ts';
import { explore, type Bounds } from './explore.ts';
import { harm, twoAtOnce } from './harm.ts';
import { CLASSICS, SHIPPED, WEAKER, type Variant } from './variant.ts';

/** An eviction by a third needs three contenders; everything else shows with two, where all of them may die. */
const TWO: Bounds = { contenders: 2, deaths: 2 };
const THREE: Bounds = { contenders: 3, deaths: 1 };

/** The lock protocol, explored whole within bounds: what ships, and what happens without each part of it. */
export const lockSection: Section = {
  name: 'Lock',
  prove: () =>
    Promise.resolve([
      shipped(TWO),
      shipped(THREE),
      ...CLASSICS.map((variant) => broken([variant], twoAtOnce)),
      broken(WEAKER, harm),
    ]),
};

function shipped(bounds: Bounds): Proof {
  const { contenders, deaths } = bounds;
  const { states, violation } = explore(SHIPPED, bounds);
  return {
    subject: `one deployment at a time, nobody blocked: ${contenders} contenders, up to ${deaths} die`,
    explored: states,
    unit: 'states',
    mutants: null,
    violation,
  };
}

/** Each has to break; the ways in which they do are the notes. */
function broken(variants: readonly Variant[], bad: typeof harm): Proof {
  const found = variants.map((variant) => {
    const two = explore(variant, TWO, bad);
    return { variant, ...(two.violation === null ? explore(variant, THREE, bad) : two) };
  });
  const survived = found.filter(({ violation }) => violation === null).map(({ variant }) => variant.name);
  return {
    subject: variants.length === 1 ? `breaks: ${variants[0]!.name}` : 'breaks without any one part of it',
    explored: found.reduce((sum, { states }) => sum + states, 0),
    unit: 'states',
    mutants: { generated: found.length, killed: found.length - survived.length },
    violation: survived.length === 0 ? null : survived.map((name) => `no way to break it was found: ${name}`),
    notes: found.flatMap(({ variant, violation }) => [
      `${variant.name}:`,
      ...(violation ?? []).map((line) => `  ${line}`),
    ]),
  };
}
