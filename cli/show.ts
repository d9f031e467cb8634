import type { Command } from 'commander';
import pc from 'picocolors';
import { writeFileSync } from 'node:fs';
import { pingWords } from '../core/canary/pings.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { analystLines, analystTitle } from '../core/report/analyst-text.ts';
import { shiftPlots } from '../core/report/shift-plots.ts';
import { TEST_HEADINGS, testFigures } from '../core/report/test-figures.ts';
import { canarySaw } from '../core/canary/canary-saw.ts';
import { canaryStatement } from '../core/canary/canary-statement.ts';
import { reasonsAsText } from '../core/report/reasons-as-text.ts';
import { examples } from './examples.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { incidentLines } from './incident-lines.ts';
import { duration, json, line, safe, table } from './print.ts';
import { releaseView, type ReleaseView } from './release-view.ts';
import { stepLine } from './step-line.ts';
import { verdictAsText } from './verdict-as-text.ts';

export function registerShow(program: Command): void {
  program
    .command('show <release>')
    .description('show a release step by step, with the tree of reasons; an id, its beginning, or "last"')
    .option('--json', 'print JSON')
    .option('--plot <file>', 'also write the pictures of its shifts to this file, as HTML')
    .addHelpText('after', examples({ 'interlock show last': 'the newest', 'interlock show 3f2a': 'by its beginning' }))
    .action(async (id: string, options: { json?: boolean; plot?: string }, command: Command) =>
      withHome(
        command,
        async (home) => {
          const release = await findRelease(home.ports.releases, id);
          const view = await releaseView(home.ports, release.releaseId);
          if (options.plot !== undefined) writePlots(options.plot, view);
          if (options.json) json(view);
          else print(view, home.clock.now());
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

function print(view: ReleaseView, now: number): void {
  const { release } = view;
  const { change } = release;
  line(pc.bold(`${release.releaseId}  ${safe(change.title)}`));
  line(
    `${safe(change.repository)}  ${safe(change.change)}  ${change.base.slice(0, 12)}..${change.head.slice(0, 12)}  service ${change.service}`,
  );
  line(
    `by ${safe(change.submittedBy.id)}${change.submittedBy.authenticated ? '' : ' (not authenticated)'}, artifact ${release.digest ?? 'not computed'}`,
  );
  line(
    release.outcome === null
      ? `at ${release.at}, open for ${duration(now - Date.parse(release.openedAt))}`
      : pc.bold(release.outcome),
  );
  line();
  for (const step of view.steps) line(`${stepLine(step, 200)}  ${pc.dim(`(${safe(step.by)})`)}`);
  if (view.verdict !== null) {
    line();
    line(verdictAsText(view.verdict, { colour: pc.isColorSupported }));
  }
  for (const finding of view.findings)
    line(
      `${pc.red('finding')} ${safe(finding.gate)}: ${safe(finding.file ?? '')}${finding.line === undefined ? '' : `:${finding.line}`} ${safe(finding.message)}`,
    );
  for (const shift of view.shifts) {
    line();
    line(pc.bold(`${shift.phase}: ${shift.result ?? 'under way'}`));
    const planned = view.verdict?.plan.kind === 'ROLL_OUT' ? view.verdict.plan.canary : undefined;
    if (shift.phase === 'CANARY' && planned !== undefined) line(`  before: ${safe(canaryStatement(planned))}`);
    if (shift.analysis !== null) {
      line(`  ${safe(shift.analysis.headline)}`);
      line(`  saw ${safe(canarySaw(shift.analysis))}`);
    }
    const [first, ...more] = analystLines(shift.analyst);
    if (first !== undefined) line(`  ${analystTitle} (decides nothing): ${safe(first)}`);
    for (const text of more) line(`    ${safe(text)}`);
    if (shift.because !== null) line(reasonsAsText(shift.because, { colour: pc.isColorSupported }));
    if (shift.analysis !== null && (shift.phase === 'CANARY' || shift.analysis.verdict === 'FAIL'))
      line(indented(table([heads, ...shift.analysis.tests.map((test) => [...testFigures(test)])])));
    if (shift.pings !== null) line(`  ${pingWords(shift.pings)}`);
    for (const check of shift.checks)
      line(`  ${check.passed ? pc.green('ok') : pc.red('failed')} ${safe(check.name)}: ${safe(check.detail)}`);
  }
  if (view.incident !== null) {
    line();
    for (const [i, text] of incidentLines(view.incident).entries()) line(i === 0 ? pc.bold(text) : `  ${text}`);
  }
}

const heads = TEST_HEADINGS.map((heading) => heading.toUpperCase());
const indented = (text: string): string => text.replace(/^/gm, '  ');

function writePlots(file: string, { release, shifts }: ReleaseView): void {
  const page = shiftPlots(`${release.releaseId}: ${release.change.title}`, shifts);
  if (page === null) throw new InvalidInput('--plot: no shift of this release was measured yet');
  try {
    writeFileSync(file, page);
  } catch (error) {
    throw new InvalidInput(`--plot: ${file} cannot be written: ${(error as Error).message}`);
  }
}
