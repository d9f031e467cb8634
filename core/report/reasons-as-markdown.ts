import type { Reason } from '../contracts/reason.ts';
import { markdownLine } from './escape-markdown.ts';
import { reasonParts } from './reason-parts.ts';

/** The tree as a nested Markdown list; every text in it is escaped. */
export function reasonsAsMarkdown(reason: Reason): string {
  return lines(reason, '').join('\n');
}

function lines(reason: Reason, indent: string): readonly string[] {
  const { mark, word, rule, observed, required } = reasonParts(reason);
  const seen = observed ? ` ${markdownLine(observed)}` : '';
  const asks = required ? ` (required: ${markdownLine(required)})` : '';
  const line = `${indent}- ${markdownLine(mark)} **${markdownLine(rule)}** *${word}*${seen ? `:${seen}` : ''}${asks}`;
  return [line, ...reason.children.flatMap((child) => lines(child, `${indent}  `))];
}
