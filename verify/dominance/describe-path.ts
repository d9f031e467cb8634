import type { Edge } from '../graph/graph.ts';

/** One state a line, with what leads from it to the next. */
export function describePath(start: string, path: readonly Edge[]): string[] {
  return [start, ...path.map(({ kind, label, to }) => `${HOW[kind](label)}${to}`)];
}

const HOW: Readonly<Record<Edge['kind'], (label: string) => string>> = {
  GO: (label) => (label === '' ? '-> ' : `-> (${label}) `),
  RULE: (label) => `-> (${label}) `,
  DEFAULT: (label) => `-> (${label}) `,
  CATCH: (label) => `-> (caught: ${label}) `,
  UNCAUGHT: (label) => `-> (nobody catches: ${label}) `,
  DIES: (label) => `-> (cannot be caught: ${label}) `,
};
