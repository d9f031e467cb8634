import { percent } from '../canary/figures.ts';
import type { Incident, IncidentFigures } from '../contracts/incident.ts';
import { markdownLine } from './escape-markdown.ts';
import { formatDuration } from './format-time.ts';
import { incidentResults, shareText } from './incident-words.ts';
import { TEST_HEADINGS, testFigures } from './test-figures.ts';

/** The packet for people and agents, as Markdown; every text of others in it is escaped and bounded. */
export function incidentAsMarkdown(incident: Incident): string {
  const { decided, timeline, after, issue, numbers } = incident;
  return (
    [
      `# Incident: ${markdownLine(incident.service)}, ${incidentResults[incident.result]}`,
      ...table(
        ['', ''],
        [
          ['Release', code(incident.releaseId)],
          ['Change', `${incident.title} (${incident.change} of ${incident.repository})`],
          ['Commit', code(incident.commit)],
          ['Artifact', incident.digest === null ? 'not known' : code(incident.digest)],
          ['Served before', incident.before === null ? 'not known' : code(incident.before.commit)],
          ['Phase', incident.phase],
          ['Decided by', decided.rule],
          ['Because', decided.observed],
          ['Required', decided.required],
          ['Quarantined', incident.quarantine ? 'yes, these bytes cannot come back' : 'no'],
          ['Kill switch', incident.killSwitch ? 'on' : 'not turned on by this'],
        ],
      ),
      '## Time line',
      ...table(
        ['When (UTC)', 'What'],
        [
          [at(timeline.started, 'not known'), 'the shift started'],
          [at(timeline.servedSince, 'never'), 'the new version took traffic'],
          [at(timeline.decided, 'not known'), 'decided to end it'],
          [at(timeline.restored, 'not verified'), 'the old version had all traffic and passed its checks'],
        ],
      ),
      incident.timeToRestoreSeconds === null
        ? 'Time to restore: not known.'
        : `Time to restore: ${formatDuration(incident.timeToRestoreSeconds)}, from the decision until it was verified.`,
      '## Numbers',
      ...(numbers.headline === null ? [] : [markdownLine(numbers.headline, 2000)]),
      ...table(
        ['', 'New version', 'Old version, same minutes', 'Before the shift'],
        [
          [
            'Failed requests',
            shareText(numbers.canary?.errors),
            shareText(numbers.baseline?.errors),
            past(numbers.past),
          ],
          slowRow(numbers.canary, numbers.baseline),
          ['p99', ms(numbers.canary?.p99Ms), ms(numbers.baseline?.p99Ms), ms(numbers.past?.p99Ms)],
        ],
      ),
      'Shares are of requests, with exact 95 % intervals.',
      ...testTable(incident),
      '## After',
      markdownLine(after.words, 2000),
      ...(after.checks.length === 0
        ? ['No check of the old version ran.']
        : [
            after.checks
              .map((c) => `- ${c.passed ? 'passed' : '**failed**'}: ${markdownLine(c.name)}: ${markdownLine(c.detail)}`)
              .join('\n'),
          ]),
      '## Issue record',
      ...table(
        ['', ''],
        [
          ['domain', issue.domain],
          ['title', issue.title],
          ['symptom', issue.symptom],
          ['solution', issue.solution],
          ['root cause', issue.root_cause ?? 'not known until a person says'],
          ['prevention', issue.prevention],
        ],
      ),
    ].join('\n\n') + '\n'
  );
}

function testTable({ numbers }: Incident): readonly string[] {
  const asked = numbers.tests.filter(({ observed }) => observed !== null);
  return asked.length === 0 ? [] : table(TEST_HEADINGS, asked.map(testFigures));
}

function slowRow(canary: IncidentFigures | null, baseline: IncidentFigures | null): readonly string[] {
  const cut = canary?.slow?.aboveMs ?? baseline?.slow?.aboveMs;
  return [
    cut === undefined ? 'Slow requests' : `Slower than ${ms(cut)}`,
    shareText(canary?.slow),
    shareText(baseline?.slow),
    '-',
  ];
}

const past = (before: Incident['numbers']['past']): string =>
  before === null || before.errorRate === null ? 'not known' : percent(before.errorRate);
const ms = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not known' : `${Math.round(value)} ms`;

/** Escaped, or of our own alphabet and shown as it is, so that it can be copied. */
type Cell = string | { readonly code: string };
const code = (id: string): Cell => (/^[\w:.-]{1,120}$/.test(id) ? { code: id } : id);
const at = (instant: string | null, otherwise: string): Cell => (instant === null ? otherwise : code(instant));

/** One block: a header of nothing is a list of names and values. Cells are escaped here. */
function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const shown = (cell: Cell) => (typeof cell === 'string' ? markdownLine(cell, 2000) : `\`${cell.code}\``);
  const line = (cells: readonly Cell[]) => `| ${cells.map(shown).join(' | ')} |`;
  return [[line(heads), `|${heads.map(() => ' --- ').join('|')}|`, ...rows.map(line)].join('\n')];
}
