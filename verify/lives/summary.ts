import { outcomeSchema } from '../../core/contracts/outcome.ts';
import type { Tally } from './batch.ts';

/** What the lives were, as lines for people. */
export function summary({ lives, counts, failures }: Tally, seconds: number): readonly string[] {
  const of = (prefix: string) =>
    [...counts]
      .filter(([what]) => what.startsWith(`${prefix} `))
      .map(([what, n]) => `${what.slice(prefix.length + 1)} ${n.toLocaleString('en')}`)
      .sort();
  const total = (what: string) => (counts.get(what) ?? 0).toLocaleString('en');
  const faults = [...counts].reduce((sum, [what, n]) => sum + (what.startsWith('fault ') ? n : 0), 0);
  return [
    `${lives.toLocaleString('en')} lives, ${total('submitted')} releases, ${total('steps')} steps, ${total('transitions')} transitions of the state machines`,
    `${faults.toLocaleString('en')} faults: ${of('fault').join(', ')}`,
    `outcomes: ${of('outcome').join(', ')}`,
    `routes: ${of('route').join(', ')}`,
    `answers of people: ${of('answer').join(', ')}; cancelled by a person ${total('cancelled by a person')}`,
    `${seconds.toFixed(1)} s, ${(lives / seconds).toFixed(1)} lives/s; ${failures.length} failed`,
  ];
}

/** Outcomes that no life came to: what never happened was not tried. */
export function missingOutcomes({ counts }: Tally): readonly string[] {
  return outcomeSchema.options.filter((outcome) => !counts.has(`outcome ${outcome}`));
}
