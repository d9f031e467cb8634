import { escapeHtml, htmlLine } from './escape-html.ts';
import { wayStyle } from './picture-style.ts';

/** DONE, FAILED, SKIPPED (left out by the plan or never reached), NOW (under way or waiting), AHEAD (still to come). */
export type WayStep = {
  readonly name: string;
  readonly status: 'DONE' | 'FAILED' | 'SKIPPED' | 'NOW' | 'AHEAD';
  /** A few words on what it came to; may be untrusted text. */
  readonly note: string;
};

const statusWords: Readonly<Record<WayStep['status'], string>> = {
  DONE: 'done',
  FAILED: 'failed',
  SKIPPED: 'skipped',
  NOW: 'under way',
  AHEAD: 'ahead',
};

const rowHeight = 36;
const width = 420;

/** The way of a release as a line with a stop for each step, from top to bottom; readable at the width of a phone. */
export function wayPicture(facts: {
  readonly title: string;
  readonly steps: readonly WayStep[];
  /** Makes ids unique when several pictures share a page: letters, digits, "-". */
  readonly id: string;
}): string {
  const { steps } = facts;
  const id = htmlLine(facts.id, 60);
  const told = steps.map(({ name, status }) => `${name}: ${statusWords[status]}`).join('; ');
  return (
    `<svg class="il-way" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${steps.length * rowHeight}" role="img" ` +
    `aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${htmlLine(facts.title, 200)}</title>` +
    `<desc id="${id}-d">${escapeHtml(told)}</desc>${wayStyle}${steps.map((step, i) => row(step, i, steps)).join('')}</svg>`
  );
}

function row(step: WayStep, index: number, steps: readonly WayStep[]): string {
  const y = index * rowHeight + rowHeight / 2;
  const next = steps[index + 1];
  const gap = next && (next.status === 'SKIPPED' || next.status === 'AHEAD') ? ' il-way-gap' : '';
  const line = next ? `<line class="il-way-line${gap}" x1="13" x2="13" y1="${y}" y2="${y + rowHeight}"/>` : '';
  const note = [statusWords[step.status], step.note].filter(Boolean).join(', ');
  return (
    `${line}<circle class="il-way-dot il-way-${step.status}" cx="13" cy="${y}" r="9"/>${mark(step.status, y)}` +
    `<text x="34" y="${y - 2}">${htmlLine(step.name, 50)}</text><text class="il-way-note" x="34" y="${y + 13}">${htmlLine(note, 68)}</text>`
  );
}

function mark(status: WayStep['status'], y: number): string {
  switch (status) {
    case 'DONE':
      return `<path class="il-way-mark" d="M9 ${y}l3 3.5l5.5 -6.5"/>`;
    case 'FAILED':
      return `<path class="il-way-mark" d="M10 ${y - 3}l6 6m0 -6l-6 6"/>`;
    case 'SKIPPED':
      return `<path class="il-way-mark-open" d="M10 ${y}h6"/>`;
    case 'NOW':
      return `<circle class="il-way-core" cx="13" cy="${y}" r="4"/>`;
    case 'AHEAD':
      return '';
  }
}
