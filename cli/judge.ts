import type { Command } from 'commander';
import { replay, type Replay } from '../core/canary/replay.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { courseAsText } from '../core/report/course-as-text.ts';
import { TEST_HEADINGS, testFigures } from '../core/report/test-figures.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { registerBacktest } from './judge-backtest.ts';
import { readCanaries } from './judge-file.ts';
import { json, line, safe, table } from './print.ts';

type Options = { readonly data?: string; readonly explain?: boolean; readonly json?: boolean };

export function registerJudge(program: Command): void {
  const judge = program
    .command('judge')
    .description(
      'judge a canary from a file of measurements; prints the analysis as JSON. Exit code 1 unless it is PASS',
    )
    .option(
      '--data <file>',
      '{config?, history, buckets} or an array of them (one analysis a line); "-" for standard input',
    )
    .option('--explain', 'draw the course of each test instead; with --json the analysis and the course as JSON')
    .option('--json', 'without --explain changes nothing: the analysis is always JSON')
    .addHelpText(
      'after',
      `${examples({
        'interlock judge --data examples/canary.json': '',
        'interlock judge --data examples/canary.json --explain': 'how each test came to its end',
        'interlock judge --data - < several.json': 'an array: exit code 0 only if all PASS',
        'interlock judge backtest --config other.yaml': 'recorded shifts under other settings',
      })}\nThe end of the data counts as a planned look: judging data that is still growing again and again is another test.`,
    )
    .action((options: Options) => {
      if (options.data === undefined)
        throw new InvalidInput('--data: expected a file of measurements, or the subcommand "backtest"');
      const { several, canaries } = readCanaries(options.data);
      const judged = canaries.map(({ config, history, buckets }) =>
        replay(config, history, buckets, { course: options.explain === true }),
      );
      if (options.explain && !options.json) judged.forEach(explain);
      else {
        const shown = options.explain ? judged : judged.map(({ analysis }) => analysis);
        if (several) shown.forEach((one) => line(JSON.stringify(one)));
        else json(shown[0]);
      }
      if (!judged.every(({ analysis }) => analysis.verdict === 'PASS')) process.exitCode = EXIT.NO;
    });
  registerBacktest(judge);
}

function explain({ analysis, course }: Replay): void {
  line(safe(analysis.headline));
  line();
  line(courseAsText(analysis, course));
  line();
  line(
    table([
      TEST_HEADINGS.map((heading) => heading.toUpperCase()),
      ...analysis.tests.map((test) => [...testFigures(test)]),
    ]),
  );
  for (const held of analysis.environment) line(`not held against it: ${safe(held)}`);
  const { buckets, rejected, missing, precision, past } = analysis.dataQuality;
  line(`${buckets} stretches used, ${rejected} rejected, ${missing} missing; ${precision}`);
  if (past !== undefined) line(safe(`the past: ${past}`));
  if (analysis.needed !== null) {
    const { requests, minutes, weight } = analysis.needed;
    line(
      `${requests} more requests are needed${minutes === null ? '' : `, ${minutes} minutes at this rate`}${weight === null ? '' : `; ${weight} % of the traffic would have been enough`}`,
    );
  }
  line();
}
