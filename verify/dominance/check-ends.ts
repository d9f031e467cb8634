import { DEAD, END, type Edge, type EdgeKind, type Graph } from '../graph/graph.ts';
import type { Search } from './find-bypass.ts';

const FAULTS: readonly EdgeKind[] = ['CATCH', 'UNCAUGHT', 'DIES'];

/**
 * Every path ends in `close`: no other end is reached, no fault that a Catch could take goes past it, nothing follows it,
 * and from every state a way without faults leads on to it. An execution that no Catch can save is the janitor's.
 */
export function checkEnds(graph: Graph, close: string): Search {
  const cameBy = new Map<string, Edge | null>([[graph.start, null]]);
  const open = [graph.start];
  const arrives = arrivals(graph, close);
  for (let i = 0; i < open.length; i++) {
    const node = open[i]!;
    if (node !== END && node !== DEAD && !arrives.has(node))
      return { path: wayTo(cameBy.get(node) ?? null, cameBy), explored: open.length };
    for (const edge of graph.edges.get(node) ?? []) {
      if (wrong(edge, close))
        return { path: [...wayTo(cameBy.get(node) ?? null, cameBy), edge], explored: open.length };
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      open.push(edge.to);
    }
  }
  return { path: null, explored: open.length };
}

function wrong({ from, to, kind }: Edge, close: string): boolean {
  if (from === close) return to !== END && to !== DEAD;
  return to === END || kind === 'UNCAUGHT';
}

/** States from which the way to `close` needs no fault. */
function arrivals(graph: Graph, close: string): Set<string> {
  const back = new Map<string, string[]>();
  for (const { from, to, kind } of [...graph.edges.values()].flat())
    if (!FAULTS.includes(kind)) back.set(to, [...(back.get(to) ?? []), from]);
  const found = new Set([close]);
  const open = [close];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const from of back.get(node) ?? [])
      if (!found.has(from)) {
        found.add(from);
        open.push(from);
      }
  return found;
}

function wayTo(last: Edge | null, cameBy: ReadonlyMap<string, Edge | null>): Edge[] {
  const way: Edge[] = [];
  for (let edge = last; edge !== null; edge = cameBy.get(edge.from) ?? null) way.unshift(edge);
  return way;
}
