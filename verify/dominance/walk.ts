import { errorMatches } from '../../asl/error-matches.ts';
import { machineOf } from '../graph/calls.ts';
import { faultsOf } from '../graph/faults.ts';
import { innerScopes, listOf, type AslScope, type AslState, type Machines } from '../graph/machine.ts';
import { passesAnswerOn, wordOfEnd, wordOfRule } from '../graph/words.ts';
import { needOf, type Pass, type Spec } from './spec.ts';

/** What is known on arriving in a state: bits of what was passed, whose answer came along, which word it is for certain. */
type Arrival = {
  readonly state: string;
  readonly passed: number;
  readonly answers: string | null;
  readonly word: string | null;
};
type Outcome = { readonly kind: 'END' | 'DEATH'; readonly passed: number; readonly word: string | null };

/**
 * Walks a definition the way an execution does, carrying along the set of what was passed, and returns which points some
 * walk reaches without what they need (`needOf`). It reads the file itself and never the flat graph: the judge of the
 * mutants, and so of `findBypass`, which searches per guard with that guard's edges cut.
 */
export function walkBypasses({ main, nested }: Machines, spec: Spec): ReadonlySet<string> {
  const passes = spec.guards.flatMap(({ passes: some, lostAt }) => some.map((pass) => ({ pass, lostAt })));
  const bit = (pass: Pass) => 1 << passes.findIndex((one) => one.pass === pass);
  const bitsOf = (name: string) =>
    spec.guards
      .flatMap((guard) => (guard.name === name ? guard.passes : []))
      .reduce((bits, pass) => bits | bit(pass), 0);
  const needs = spec.points.flatMap((point) =>
    point.needs.map((guard) => ({ states: point.states, bits: bitsOf(guard), need: needOf(point.name, guard) })),
  );
  const found = new Set<string>();

  function enter(id: string, passed: number): number {
    let now = passed;
    for (const { pass } of passes) if (pass.kind === 'VISIT' && pass.state === id) now |= bit(pass);
    for (const { states, bits, need } of needs) if ((now & bits) !== bits && states.includes(id)) found.add(need);
    for (const { pass, lostAt } of passes) if (lostAt.includes(id)) now &= ~bit(pass);
    return now;
  }

  function walk(scope: AslScope, prefix: string, first: Arrival): Outcome[] {
    const seen = new Set<string>();
    const outcomes = new Map<string, Outcome>();
    const open: Arrival[] = [];
    const reach = (arrival: Arrival) => {
      const key = JSON.stringify(arrival);
      if (seen.has(key)) return;
      seen.add(key);
      open.push(arrival);
    };
    const end = (outcome: Outcome) => void outcomes.set(JSON.stringify(outcome), outcome);
    reach(first);
    for (let arrival = open.pop(); arrival !== undefined; arrival = open.pop()) {
      const state = scope.States[arrival.state]!;
      const id = prefix + arrival.state;
      const passed = enter(id, arrival.passed);
      // A Runtime fault can come anywhere.
      end({ kind: 'DEATH', passed, word: null });
      const go = (target: unknown, more: Partial<Arrival> = {}) =>
        reach({ state: String(target), passed, answers: null, word: null, ...more });
      const leave = (at: number, word: string | null, answers: string | null) =>
        state['Next'] === undefined
          ? end({ kind: 'END', passed: at, word })
          : go(state['Next'], { passed: at, word, answers });
      const fault = (at: number, error: string) => {
        const catcher = listOf(state['Catch']).find((one) => errorMatches(one['ErrorEquals'] as string[], error));
        if (catcher) go(catcher['Next'], { passed: at });
        else end({ kind: 'DEATH', passed: at, word: null });
      };
      switch (state.Type) {
        case 'Choice':
          choose(state, arrival, id, passed, go);
          break;
        case 'Succeed':
          end({ kind: 'END', passed, word: wordOfEnd(state) });
          break;
        case 'Task': {
          for (const error of faultsOf(state)) fault(passed, error);
          const child = nested[machineOf(state) ?? ''];
          const answers = passesAnswerOn(state) ? id : null;
          if (!child) {
            leave(passed, null, answers);
            break;
          }
          for (const outcome of walk(child, `${id}/`, { state: child.StartAt, passed, answers: null, word: null }))
            if (outcome.kind === 'END') leave(outcome.passed, outcome.word, answers);
            else fault(outcome.passed, 'States.TaskFailed');
          break;
        }
        case 'Parallel':
          for (const all of branches(state, prefix, passed)) leave(all, null, null);
          break;
        default:
          leave(passed, null, null);
      }
    }
    return [...outcomes.values()];
  }

  function choose(
    state: AslState,
    { answers, word: said }: Arrival,
    id: string,
    passed: number,
    go: (target: unknown, more?: Partial<Arrival>) => void,
  ): void {
    const rules = listOf(state['Choices']);
    const taken = said === null ? undefined : rules.find((rule) => wordOfRule(rule) === said);
    for (const rule of rules) {
      const word = wordOfRule(rule);
      if (said !== null && word !== null && word !== said) continue;
      let now = passed;
      for (const { pass } of passes)
        if (
          pass.kind === 'ANSWER' &&
          pass.choice === id &&
          pass.word === word &&
          (pass.task === null || pass.task === answers)
        )
          now |= bit(pass);
      go(rule['Next'], { passed: now });
    }
    if (state['Default'] !== undefined && taken === undefined) go(state['Default']);
  }

  /** Every union of one end per branch. */
  function branches(state: AslState, prefix: string, passed: number): ReadonlySet<number> {
    let all = new Set([passed]);
    for (const scope of innerScopes(state)) {
      const ends = walk(scope, prefix, { state: scope.StartAt, passed, answers: null, word: null });
      const together = new Set<number>();
      for (const one of all) for (const { kind, passed: more } of ends) if (kind === 'END') together.add(one | more);
      all = together;
    }
    return all;
  }

  walk(main, '', { state: main.StartAt, passed: 0, answers: null, word: null });
  return found;
}
