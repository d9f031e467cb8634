import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import { reasonParts } from './reason-parts.ts';

const colours: Readonly<Record<ReasonStatus, string>> = { OK: '32', NOTE: '2', PERSON: '33', REJECT: '31' };

/** The tree for a terminal or a mail: a mark, the rule, what was seen and what the rule asks for, children indented. */
export function reasonsAsText(reason: Reason, options: { readonly colour?: boolean } = {}): string {
  return lines(reason, '', options.colour ?? false).join('\n');
}

function lines(reason: Reason, indent: string, colour: boolean): readonly string[] {
  const { mark, word, rule, observed, required } = reasonParts(reason);
  const paint = (text: string) => (colour ? `\u001b[${colours[reason.status]}m${text}\u001b[0m` : text);
  const asks = reason.status === 'PERSON' || reason.status === 'REJECT' ? ` [${word}]` : '';
  const head = `${indent}${paint(`${mark} ${rule}`)}${observed ? `: ${observed}` : ''}${paint(asks)}`;
  const below = required ? [`${indent}    required: ${required}`] : [];
  return [head, ...below, ...reason.children.flatMap((child) => lines(child, `${indent}  `, colour))];
}
