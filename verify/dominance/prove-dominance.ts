import { buildGraph } from '../graph/build-graph.ts';
import { onward, type Edge, type Graph } from '../graph/graph.ts';
import type { Machines } from '../graph/machine.ts';
import { checkEnds } from './check-ends.ts';
import { checkTimeouts } from './check-timeouts.ts';
import { describePath } from './describe-path.ts';
import { findBypass, type Search } from './find-bypass.ts';
import { interlockSpec } from './interlock-spec.ts';
import { needOf, type Guard, type Point, type Spec } from './spec.ts';

/** `violation`: the shortest path that breaks it, a state a line; null when there is none. */
export type Finding = {
  readonly subject: string;
  readonly explored: number;
  readonly unit: string;
  readonly violation: readonly string[] | null;
};

export const TIMEOUTS = 'every state has a timeout';
export const endOf = (close: string): string => `every path ends in ${close}`;

/** Point 9 for one machine and its nested ones: each guard before each point, how paths end, what may take for ever. */
export function proveDominance(machines: Machines, specOf: (graph: Graph) => Spec = interlockSpec): Finding[] {
  const graph = buildGraph(machines);
  const spec = specOf(graph);
  const reachable = reachableIn(graph);
  const { missing, explored } = checkTimeouts(machines);
  const ends = spec.close === null ? [] : [endsIn(graph, spec.close)];
  return [
    ...spec.points.flatMap((point) => guardsOf(graph, reachable, spec, point)),
    ...ends,
    { subject: TIMEOUTS, explored, unit: 'states', violation: missing.length === 0 ? null : missing },
  ];
}

function guardsOf(graph: Graph, reachable: ReadonlySet<string>, spec: Spec, point: Point): Finding[] {
  if (point.states.length === 0)
    return [
      {
        subject: `a state for ${point.name}`,
        explored: graph.nodes.size,
        unit: 'states',
        violation: ['there is none'],
      },
    ];
  return point.needs.map((name) => {
    const guard = spec.guards.find((one) => one.name === name);
    if (guard === undefined) throw new Error(`no guard is named ${name}`);
    const { path, explored } = bypass(graph, reachable, guard, point);
    const start = path?.[0]?.from ?? graph.start;
    return {
      subject: needOf(point.name, name),
      explored,
      unit: 'ways into states',
      violation: path === null ? null : describePath(start, path),
    };
  });
}

/** From the beginning, and from wherever a guard that was passed is void again. */
function bypass(graph: Graph, reachable: ReadonlySet<string>, guard: Guard, point: Point): Search {
  const targets = new Set(point.states);
  const starts = [graph.start, ...guard.lostAt.filter((state) => reachable.has(state))];
  const searches = guard.passes.map((pass) => findBypass(graph, starts, pass, targets));
  const paths = searches.flatMap(({ path }) => (path === null ? [] : [path]));
  const explored = searches.reduce((sum, search) => sum + search.explored, 0);
  return { path: paths.sort((a, b) => a.length - b.length)[0] ?? null, explored };
}

/** What some execution enters at all: by edges, because what can follow depends on the edge before. */
function reachableIn(graph: Graph): ReadonlySet<string> {
  const edges = new Set<Edge>(onward(graph, graph.start, null));
  for (const edge of edges) for (const next of onward(graph, edge.to, edge)) edges.add(next);
  return new Set([graph.start, ...[...edges].map(({ to }) => to)]);
}

function endsIn(graph: Graph, close: string): Finding {
  const subject = endOf(close);
  const { path, explored } = checkEnds(graph, close);
  return { subject, explored, unit: 'states', violation: path === null ? null : describePath(graph.start, path) };
}
