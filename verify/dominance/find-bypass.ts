import { onward, type Edge, type Graph } from '../graph/graph.ts';
import type { Pass } from './spec.ts';

export type Search = { readonly path: readonly Edge[] | null; readonly explored: number };

/**
 * The shortest way from any of `starts` to any of `targets` on which this is not passed, by breadth first; null when there
 * is none, which is what dominance means. Explored: pairs of a state and the edge it was reached by.
 */
export function findBypass(graph: Graph, starts: readonly string[], pass: Pass, targets: ReadonlySet<string>): Search {
  const from = starts.filter((node) => !(pass.kind === 'VISIT' && pass.state === node));
  if (from.includes(graph.start) && targets.has(graph.start)) return { path: [], explored: 1 };
  const cameBy = new Map<Edge, Edge | null>();
  const open: { readonly node: string; readonly by: Edge | null }[] = from.map((node) => ({ node, by: null }));
  for (let i = 0; i < open.length; i++) {
    const { node, by } = open[i]!;
    for (const edge of onward(graph, node, by)) {
      if (cameBy.has(edge) || passes(pass, by, edge)) continue;
      cameBy.set(edge, by);
      if (targets.has(edge.to)) return { path: wayTo(edge, cameBy), explored: open.length };
      open.push({ node: edge.to, by: edge });
    }
  }
  // Where every execution begins is looked at too.
  return { path: null, explored: Math.max(open.length, 1) };
}

function passes(pass: Pass, arrived: Edge | null, edge: Edge): boolean {
  if (pass.kind === 'VISIT') return edge.to === pass.state;
  const rule = edge.kind === 'RULE' && edge.from === pass.choice && edge.word === pass.word;
  return rule && (pass.task === null || arrived?.answers === pass.task);
}

function wayTo(last: Edge, cameBy: ReadonlyMap<Edge, Edge | null>): Edge[] {
  const way: Edge[] = [];
  for (let edge: Edge | null = last; edge !== null; edge = cameBy.get(edge) ?? null) way.unshift(edge);
  return way;
}
