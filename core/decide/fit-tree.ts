import type { Reason } from '../contracts/reason.ts';
import { reasonNode, strictestChildren } from './reason-node.ts';

/** Bytes of JSON in UTF-8: the tree lies in one audit record, whose payload may have 64 KiB in all. */
const MAX_BYTES = 40 * 1024;

/** Length of a text and number of children, tried from the most telling on. */
const SIZES = [
  { text: 2000, children: 200 },
  { text: 500, children: 100 },
  { text: 200, children: 50 },
  { text: 100, children: 25 },
  { text: 60, children: 20 },
] as const;

/** The same tree, its texts cut and the least strict children left out, and counted, as far as it takes to fit. */
export function fitTree(tree: Reason): Reason {
  const fitting = SIZES.map(({ text, children }) => cut(tree, text, children));
  return fitting.find((candidate) => bytesOf(candidate) <= MAX_BYTES) ?? cut(tree, 60, 10);
}

function cut(node: Reason, text: number, children: number): Reason {
  const kept = strictestChildren(node.children, children);
  const missing = node.children.length - kept.length;
  const short = (value: string, max: number) => (value.length > max ? `${value.slice(0, max - 1)}…` : value);
  return reasonNode(
    short(node.rule, text),
    node.status,
    `${short(node.observed, text)}${missing === 0 ? '' : ` (${missing} more not shown)`}`,
    short(node.required, text),
    kept.map((child) => cut(child, text, children)),
  );
}

const bytesOf = (tree: Reason): number => new TextEncoder().encode(JSON.stringify(tree)).length;
