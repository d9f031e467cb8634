import type { Command } from 'commander';
import type { AuditRecord } from '../core/contracts/audit-record.ts';
import { calibrationOf, type Calibration } from '../core/report/calibration.ts';
import { predictionsOf } from '../core/report/predictions-of.ts';
import { examples } from './examples.ts';
import { withHome } from './home-of.ts';
import { json, line, table } from './print.ts';
import { isIn, spanOf, withSpan } from './span.ts';

type Options = { readonly from?: number; readonly to?: number; readonly json?: boolean };

export function registerCalibration(program: Command): void {
  withSpan(program.command('calibration'))
    .description('confidence against outcome: Brier score and reliability table of the releases that were tried out')
    .option('--json', 'print JSON')
    .addHelpText('after', examples({ 'interlock calibration --from 2026-01-01': 'of what was opened this year' }))
    .action(async (options: Options, command: Command) =>
      withHome(
        command,
        async ({ ports }) => {
          const span = spanOf(options);
          const releases = (await ports.releases.list({ status: 'CLOSED' })).filter((r) => isIn(span, r.openedAt));
          const records: AuditRecord[] = [];
          for (const { releaseId } of releases) records.push(...(await ports.auditLog.records(releaseId)));
          const calibration = calibrationOf(predictionsOf(records));
          if (options.json) json(calibration);
          else print(calibration);
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

function print({ releases, brier, brierOfBaseRate, bands }: Calibration): void {
  if (brier === null || brierOfBaseRate === null)
    return line('No release of that time was tried out and ended as deployed, rolled back or rejected.');
  line(
    `${releases} releases. Brier score ${brier.toFixed(3)}; always saying the overall rate would score ${brierOfBaseRate.toFixed(3)}.`,
  );
  line(
    table([
      ['CONFIDENCE', 'RELEASES', 'EXPECTED', 'DEPLOYED', '95 % INTERVAL'],
      ...bands.map(({ from, below, releases: n, expected, observed, interval }) => [
        `${from} to ${below - 1}`,
        String(n),
        percent(expected),
        percent(observed),
        interval === null ? '-' : `${percent(interval[0])} to ${percent(interval[1])}`,
      ]),
    ]),
  );
}

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(0)} %`);
