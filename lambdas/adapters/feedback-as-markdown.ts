import { markdownLine } from '../../core/report/escape-markdown.ts';
import { reasonsAsMarkdown } from '../../core/report/reasons-as-markdown.ts';
import type { Standing } from './feedback.ts';

/** GitHub takes 65 536 characters in a comment; the tree and its copy for programs share what is left by the rest. */
const TREE_MAX = 30_000;
const PROGRAM_MAX = 30_000;

/** The comment under a pull request: how it stands, the tree of reasons, and the same for programs. */
export function feedbackAsMarkdown(standing: Standing): string {
  const { releaseId, change, headline, because, link } = standing;
  const parts = [
    `**Interlock: ${markdownLine(change.service)}: ${stateText(standing)}**`,
    markdownLine(headline),
    ...(because === null ? [] : [bounded(reasonsAsMarkdown(because).split('\n'))]),
    ...(link === null ? [] : [`[View the release](${encodeURI(link).replace(/[()]/g, encodeURIComponent)})`]),
    `<sub>${releaseId}, head ${change.head.slice(0, 12)}</sub>`,
    ...programPart(standing),
  ];
  return parts.join('\n\n');
}

export function stateText({ state }: Standing): string {
  if (state.kind === 'ENDED') return state.outcome.toLowerCase().replace('_', ' ');
  return state.kind === 'WAITING' ? 'waiting' : 'in progress';
}

/** Whole lines only: half of one could open markup that never closes. */
function bounded(lines: readonly string[]): string {
  let length = 0;
  const kept = lines.filter((line) => (length += line.length + 1) <= TREE_MAX);
  const left = lines.length - kept.length;
  return kept.join('\n') + (left === 0 ? '' : `\n\nand ${left} more reasons in the record of the release`);
}

/** The reasons as JSON. What could end the block or be taken as markup stands as a JSON escape. */
function programPart({ releaseId, change, state, because }: Standing): readonly string[] {
  const { service, head } = change;
  const json = JSON.stringify({ releaseId, service, head, state, because }).replace(
    /[`@<>&\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (because === null || json.length > PROGRAM_MAX) return [];
  return ['<details><summary>For programs</summary>', `\`\`\`json\n${json}\n\`\`\``, '</details>'];
}
