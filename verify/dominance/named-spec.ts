import type { Graph } from '../graph/graph.ts';
import type { Guard, Pass, Spec } from './spec.ts';

/** A name that the machine does not have; the message says which it has. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
}

export type Names = {
  /** States that only guarded paths may reach. */
  readonly production: readonly string[];
  /** `CHOICE=WORD`, `TASK>CHOICE=WORD` when only this task's own answer counts, or `STATE` that has to be entered. */
  readonly guards: readonly string[];
  readonly close: string | null;
};

/** Guards and points of somebody else's machine, as its owner names them. Throws a SpecError for a name that is not there. */
export function namedSpec(graph: Graph, { production, guards, close }: Names): Spec {
  const known = (state: string, option: string): string => {
    if (graph.nodes.has(state)) return state;
    const names = [...graph.nodes.keys()];
    const shown = `${names.slice(0, 40).join(', ')}${names.length > 40 ? ', …' : ''}`;
    throw new SpecError(`${option}: there is no state ${JSON.stringify(state)}; expected one of ${shown}`);
  };
  return {
    guards: guards.map((text): Guard => ({ name: text, passes: [passOf(graph, text, known)], lostAt: [] })),
    points: [
      {
        name: 'production',
        states: production.map((state) => known(state, '--production')),
        needs: [...new Set(guards)],
      },
    ],
    close: close === null ? null : known(close, '--close'),
  };
}

function passOf(graph: Graph, text: string, known: (state: string, option: string) => string): Pass {
  const option = `--guard ${text}`;
  if (graph.nodes.has(text)) return { kind: 'VISIT', state: text };
  const at = text.lastIndexOf('=');
  if (at < 0) return { kind: 'VISIT', state: known(text, option) };
  const [from, word] = [text.slice(0, at), text.slice(at + 1)];
  const split = graph.nodes.has(from) ? -1 : from.indexOf('>');
  const choice = known(from.slice(split + 1), option);
  const words = (graph.edges.get(choice) ?? []).flatMap((edge) => (edge.kind === 'RULE' ? [edge.word] : []));
  if (!words.includes(word))
    throw new SpecError(
      `${option}: no rule of ${choice} asks for the word ${JSON.stringify(word)}; expected one of ${words.map((one) => one ?? 'a rule without a single word').join(', ') || 'none: it is no Choice'}`,
    );
  return { kind: 'ANSWER', task: split < 0 ? null : known(from.slice(0, split), option), choice, word };
}
