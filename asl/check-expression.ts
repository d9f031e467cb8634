import type { ExprNode } from 'jsonata';
import { refuse } from './definition-error.ts';
import { parseExpression } from './expression.ts';
import { refusedNames, registered } from './functions.ts';
import { isObject } from './json.ts';

/** Functions of JSONata 2.0.6, the version of Step Functions, without those that differ from one call to the next. */
const BUILT_IN =
  `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim
 pad match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt
 power boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type
 sort distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis
 clone now millis`.split(/\s+/);
export const functionNames: ReadonlySet<string> = new Set([...BUILT_IN, ...registered.map(([name]) => name)]);

const CONTEXT: Readonly<Record<string, readonly string[]>> = {
  Execution: ['Id', 'Input', 'Name', 'StartTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
};
export type StatesPart = 'input' | 'context' | 'result' | 'errorOutput';
/** What an expression may read at its place in the definition. */
export type Readable = { readonly states: readonly StatesPart[]; readonly variables: ReadonlySet<string> };

/** Refuses what can never have a value there, so that it shows when the file is loaded and not in the middle of a release. */
export function checkExpression(text: string, where: string, readable: Readable): void {
  const tree = treeOf(text, where);
  const nodes = [...allNodes(tree)];
  const own = new Set(nodes.flatMap(boundBy));
  const inPaths = new Set<unknown>();
  for (const node of nodes) {
    const [first, ...rest] = (node.type as string) === 'path' ? (node.steps ?? []) : [];
    if (first?.type !== 'variable' || first.value !== 'states') continue;
    inPaths.add(first);
    checkStatesPath(rest, where, readable);
  }
  for (const node of nodes) {
    const name = String(node.value);
    if (node.type !== 'variable' || name === '' || name === '$' || inPaths.has(node)) continue;
    if (name === 'states') refuse(where, '$states is read part by part, as in $states.input');
    if (refusedNames().includes(name))
      refuse(where, `$${name} is not allowed: a step must come out the same every time`);
    if (!own.has(name) && !readable.variables.has(name) && !functionNames.has(name))
      refuse(where, `nothing is called $${name}`);
  }
}

function treeOf(text: string, where: string): ExprNode {
  try {
    return parseExpression(text).ast();
  } catch (error) {
    return refuse(where, `not a JSONata expression: ${isObject(error) ? String(error['message']) : String(error)}`);
  }
}

function checkStatesPath(steps: readonly ExprNode[], where: string, readable: Readable): void {
  const [part, group, member] = steps.map((step) => (step.type === 'name' ? String(step.value) : '?'));
  if (!readable.states.some((known) => known === part)) {
    refuse(where, `$states.${part ?? ''} is not there, only ${readable.states.join(', ')}`);
  }
  if (part !== 'context') return;
  const members = CONTEXT[group ?? ''];
  if (members === undefined || !members.includes(member ?? '')) {
    refuse(where, `$states.context.${group ?? ''}.${member ?? ''} is not supported here`);
  }
}

function boundBy(node: ExprNode & { focus?: string; index?: string }): string[] {
  const { lhs } = node;
  const assigned = (node.type as string) === 'bind' && lhs && !Array.isArray(lhs) ? [String(lhs.value)] : [];
  const parameters = node.type === 'lambda' ? (node.arguments ?? []).map(({ value }) => String(value)) : [];
  return [...assigned, ...parameters, ...[node.focus, node.index].filter((name) => typeof name === 'string')];
}

function* allNodes(value: unknown): Generator<ExprNode> {
  if (Array.isArray(value)) for (const member of value) yield* allNodes(member);
  else if (isObject(value)) {
    if (typeof value['type'] === 'string') yield value as unknown as ExprNode;
    for (const member of Object.values(value)) yield* allNodes(member);
  }
}
