import type { Reason } from '../contracts/reason.ts';
import { escapeHtml } from './escape-html.ts';
import { reasonParts } from './reason-parts.ts';

/**
 * The tree as nested lists without styles of its own; every text in it is escaped. Classes to style: `reasons`,
 * `reason reason-ok|note|person|reject`, `reason-mark`, `reason-word`, `reason-rule`, `reason-required`.
 */
export function reasonsAsHtml(reason: Reason): string {
  return `<ul class="reasons">${item(reason)}</ul>`;
}

function item(reason: Reason): string {
  const { mark, word, rule, observed, required } = reasonParts(reason);
  const seen = observed ? ` <span class="reason-observed">${escapeHtml(observed)}</span>` : '';
  const asks = required ? ` <span class="reason-required">required: ${escapeHtml(required)}</span>` : '';
  const children = reason.children.length > 0 ? `<ul>${reason.children.map(item).join('')}</ul>` : '';
  return (
    `<li class="reason reason-${reason.status.toLowerCase()}"><span class="reason-mark" aria-hidden="true">${mark}</span> ` +
    `<strong class="reason-rule">${escapeHtml(rule)}</strong> <span class="reason-word">${word}</span>${seen}${asks}${children}</li>`
  );
}
