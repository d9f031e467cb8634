import type { Step } from '../rules.ts';
import { withRelease } from '../world.ts';

/** The steps up to the decision. What they leave in the stores is read from there, whatever the machine was told. */
export const openRelease: Step = (world) => [
  { word: 'COLLECT', world },
  { word: 'CLOSE', world },
];

/** Advice: it changes nothing here, and `reviewVerdicts` shows what it may change in the decision. */
export const reviewChange: Step = (world) => ['REVIEWED', 'PARTIAL', 'UNAVAILABLE'].map((word) => ({ word, world }));

export const runGates: Step = (world, i) => [
  { word: 'RETURNED', world: withRelease(world, i, { gates: world.releases[i]!.gates ?? 'RUNNING' }) },
];

/** The first verdict stands; the decision itself is `decide` of the core, over every kind of facts with these gates. */
export const decide: Step = (world, i, { verdictKinds }) => {
  const { verdict, gates } = world.releases[i]!;
  if (verdict !== null) return [{ word: verdict.next, world }];
  const kinds = verdictKinds.filter(({ gatesPassed }) => gatesPassed === (gates === 'PASSED'));
  return kinds.map((kind) => ({ word: kind.next, world: withRelease(world, i, { verdict: kind }) }));
};
