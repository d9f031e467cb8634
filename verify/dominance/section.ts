import { buildGraph } from '../graph/build-graph.ts';
import type { Machines } from '../graph/machine.ts';
import { loadShipped } from '../load-shipped.ts';
import type { Proof, Section } from '../proof.ts';
import { interlockSpec } from './interlock-spec.ts';
import { mutants } from './mutants.ts';
import { endOf, proveDominance, TIMEOUTS } from './prove-dominance.ts';
import { timeoutMutants } from './timeout-mutants.ts';
import { walkBypasses } from './walk.ts';
import { walkStrays } from './walk-ends.ts';

type Tally = { generated: number; killed: number };

/** Point 9: the shipped machines, and every machine that differs from them by one edge. */
export const dominanceSection: Section = {
  name: 'Dominance (point 9)',
  prove: () => Promise.resolve(prove(loadShipped())),
};

function prove(machines: Machines): Proof[] {
  const findings = proveDominance(machines);
  const tallies = new Map(findings.map(({ subject }) => [subject, { generated: 0, killed: 0 } as Tally]));
  const { tried, whole, disagreement } = retarget(machines, tallies);
  for (const mutant of timeoutMutants(machines)) count(tallies.get(TIMEOUTS)!, found(mutant.machines).has(TIMEOUTS));
  return [
    ...findings.map((finding) => ({ ...finding, mutants: tallies.get(finding.subject)! })),
    {
      subject: 'every edge led elsewhere: what opens a bypass is found, all else is not',
      explored: tried,
      unit: 'mutants',
      mutants: whole,
      violation: disagreement,
    },
  ];
}

/** Each mutant is judged twice, by two algorithms that share no walk: both have to say the same of every need. */
function retarget(machines: Machines, tallies: ReadonlyMap<string, Tally>) {
  const spec = interlockSpec(buildGraph(machines));
  const close = spec.close ?? '';
  const whole: Tally = { generated: 0, killed: 0 };
  let tried = 0;
  let disagreement: string[] | null = null;
  for (const { what, machines: changed } of mutants(machines)) {
    tried += 1;
    const broken = new Set(walkBypasses(changed, spec));
    if (walkStrays(changed, close)) broken.add(endOf(close));
    const killed = found(changed);
    for (const subject of broken) count(tallies.get(subject)!, killed.has(subject));
    if (broken.size > 0) count(whole, killed.size > 0);
    const wrongly = [...killed].find((subject) => subject !== TIMEOUTS && !broken.has(subject));
    if (wrongly !== undefined) disagreement ??= [what, `is said to break: ${wrongly}; no walk does`];
  }
  return { tried, whole, disagreement };
}

function found(machines: Machines): ReadonlySet<string> {
  return new Set(proveDominance(machines).flatMap(({ subject, violation }) => (violation === null ? [] : [subject])));
}

function count(tally: Tally, killed: boolean): void {
  tally.generated += 1;
  if (killed) tally.killed += 1;
}
