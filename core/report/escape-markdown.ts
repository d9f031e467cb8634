import { safeLine } from './safe-text.ts';

/**
 * One line of untrusted text for a Markdown comment: markup shows as typed. A zero-width space after "@", "#", "://"
 * and "www." keeps it from mentioning people, linking issues and becoming a link.
 */
export function markdownLine(text: string, max = 500): string {
  return safeLine(text, max)
    .replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'))
    .replace(/[\\`*_{}[\]()+\-.!|~#]/g, '\\$&')
    .replace(/@|\\#|:\/\/|www\\\./gi, '$&\u200b');
}
