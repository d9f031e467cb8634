import type { Command } from 'commander';
import { incidentAsMarkdown } from '../core/report/incident-as-markdown.ts';
import { evidenceOf } from '../lambdas/kit/evidence.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { json, line } from './print.ts';

export function registerIncident(program: Command): void {
  program
    .command('incident <release>')
    .description('print the packet of a release that production did not take: what an agent needs to mend it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples({
        'interlock incident last': 'of the newest release, as Markdown',
        'interlock incident 3f2a --json': 'for an agent',
      })}\n\nExit code 1: the release has no incident; with --json it prints null.`,
    )
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      withHome(
        command,
        async ({ ports }) => {
          const { releaseId } = await findRelease(ports.releases, id);
          const incident = await evidenceOf(ports.blobs, releaseId).find('incident');
          if (incident === null) process.exitCode = EXIT.NO;
          if (options.json) json(incident);
          else line(incident === null ? `${releaseId} has no incident.` : incidentAsMarkdown(incident).trimEnd());
        },
        { evenIfConfigIsBad: true },
      ),
    );
}
