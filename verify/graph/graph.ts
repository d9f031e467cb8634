import type { AslState } from './machine.ts';

/** Where an execution ends well, and where it ends without any state having a say. */
export const END = '(the execution ends)';
export const DEAD = '(the execution dies)';

/**
 * GO: Next, or into and out of branches and nested machines. RULE and DEFAULT: out of a Choice. CATCH: a fault.
 * UNCAUGHT: a fault that a Catch could have taken and none did. DIES: one that no Catch can take (States.Runtime).
 */
export type EdgeKind = 'GO' | 'RULE' | 'DEFAULT' | 'CATCH' | 'UNCAUGHT' | 'DIES';
export type Edge = {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** RULE: the word it asks for. Out of a nested machine: the word it says. Null when that is not one word. */
  readonly word: string | null;
  /** The task whose own answer goes along this edge; null on every other way. */
  readonly answers: string | null;
  /** For people. */
  readonly label: string;
};

export type GraphNode = {
  /** Name of the state, behind the names of the tasks that started its machine: `Rollout/Start`. */
  readonly id: string;
  readonly state: AslState;
  /** The phase that the task around it gave its machine; null in the main machine. */
  readonly phase: string | null;
};

/** Every way of a machine with its nested ones in one flat graph. */
export type Graph = {
  readonly start: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
};

/**
 * The edges that can be taken out of a node that was reached by `arrived`: a nested machine that said one word for certain
 * cannot be followed by the rule for another.
 */
export function onward(graph: Graph, node: string, arrived: Edge | null): readonly Edge[] {
  const edges = graph.edges.get(node) ?? [];
  const said = arrived !== null && arrived.kind === 'GO' ? arrived.word : null;
  if (said === null) return edges;
  const named = edges.some((edge) => edge.kind === 'RULE' && edge.word === said);
  return edges.filter(
    (edge) =>
      !(edge.kind === 'RULE' && edge.word !== null && edge.word !== said) && !(edge.kind === 'DEFAULT' && named),
  );
}
