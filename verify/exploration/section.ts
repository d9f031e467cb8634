import { compilePolicies } from '../../core/policy/compile-policies.ts';
import { decide } from '../../core/decide/decide.ts';
import { loadPolicies } from '../../embedded/home/load-policies.ts';
import type { Proof, Section } from '../proof.ts';
import type { Automaton } from './automaton.ts';
import { INVARIANTS, type Invariant } from './invariants.ts';
import { PLANTED } from './planted.ts';
import { reviewVerdicts } from './review-verdicts.ts';
import { contending, explored, oneRelease, planted, shippedRules, type Explored } from './run-exploration.ts';

/** Fewest outcomes that each task has to be tried with (point 10). */
const OUTCOMES = 8;

/** Point 10: both machines by their own stepper to the fix-point, one release in its world, and two that contend. */
export const explorationSection: Section = { name: 'Exploration (point 10)', prove };

async function prove(): Promise<Proof[]> {
  const rules = shippedRules();
  const one = await oneRelease(rules);
  const alone = explored(one.system, one.first);
  const two = contending(one);
  const both = explored(two.system, two.first);
  const found = await Promise.all(
    PLANTED.map(async (fault) => ({ ...fault, by: (await planted(fault, one.system)).violation?.broken })),
  );
  const policies = compilePolicies(loadPolicies());
  return [
    machine('release.asl.json', one.system.release.automaton),
    machine('traffic-shift.asl.json', one.system.shifts.CANARY.automaton),
    rolledOut(
      rules.verdictKinds.length,
      rules.verdictKinds.filter((kind) => !kind.gatesPassed && kind.next !== 'REJECT').length,
    ),
    {
      ...line('a review changes no decision but towards a person', 'decisions'),
      ...reviewVerdicts((facts) => decide(facts, policies)),
    },
    ...(Object.keys(INVARIANTS) as Invariant[]).map((name) => {
      const of = found.filter(({ breaks }) => breaks === name);
      return invariant(name, [alone, both], {
        generated: of.length,
        killed: of.filter(({ by }) => by === name).length,
      });
    }),
    ...[alone, both].map((run, i) => fixPoint(i === 0 ? 'one release' : 'two that contend', run)),
  ];
}

const line = (subject: string, unit: string) => ({ subject, unit, mutants: null });

/** Late and repeated answers are given to the stepper on the way: it throws when it takes one. */
function machine(file: string, { states, steps, ignored, leastOutcomes }: Automaton): Proof {
  const few =
    leastOutcomes < OUTCOMES ? [`a task was tried with ${leastOutcomes} outcomes, expected ${OUTCOMES}`] : null;
  const subject = `${file}: ${leastOutcomes} outcomes or more per task, ${steps} steps, ${ignored} late or twice turned away`;
  return { ...line(subject, 'states'), explored: states, violation: few };
}

function rolledOut(kinds: number, bad: number): Proof {
  const violation = bad === 0 ? null : ['a change whose gates did not pass was not rejected'];
  return { ...line('nothing but REJECT without passed gates', 'kinds of verdict'), explored: kinds, violation };
}

function invariant(name: Invariant, runs: readonly Explored[], mutants: NonNullable<Proof['mutants']>): Proof {
  const broken = runs.find(({ violation }) => violation?.broken === name);
  const states = runs.reduce((sum, run) => sum + run.states.length, 0);
  return {
    subject: INVARIANTS[name],
    explored: states,
    unit: 'states',
    mutants,
    violation: broken?.violation?.way ?? null,
  };
}

function fixPoint(what: string, { states, transitions, violation, stuck }: Explored): Proof {
  const way = stuck === null ? null : ['from here no way leads to a closed release:', ...stuck];
  const whole = violation === null ? way : ['it ended at a broken invariant and is not complete'];
  return {
    ...line(`fix-point, every end reachable: ${what}`, `states, ${transitions} transitions`),
    explored: states.length,
    violation: whole,
  };
}
