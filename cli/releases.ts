import { InvalidArgumentError, type Command } from 'commander';
import type { Release } from '../core/contracts/release.ts';
import { examples } from './examples.ts';
import { withHome } from './home-of.ts';
import { duration, json, line, safe, table } from './print.ts';

type Options = { readonly open?: boolean; readonly limit: number; readonly json?: boolean };

export function registerReleases(program: Command): void {
  program
    .command('releases')
    .description('list releases, newest first')
    .option('--open', 'only those that are still on their way')
    .option('--limit <n>', 'at most this many', parseLimit, 20)
    .option('--json', 'print JSON')
    .addHelpText('after', examples({ 'interlock releases --open': 'what is under way' }))
    .action(async ({ open, limit, json: asJson }: Options, command: Command) =>
      withHome(
        command,
        async (home) => {
          const releases = await home.ports.releases.list({ limit, ...(open && { status: 'OPEN' as const }) });
          if (asJson) return json(releases);
          if (releases.length === 0)
            line(open ? 'No release is open.' : 'No releases yet. Submit a change with "interlock submit".');
          else line(table([HEADINGS, ...releases.map((r) => row(r, home.clock.now()))]));
          if (!home.engineIsRunning())
            line('No engine is running: what was submitted and is not listed waits for "interlock up".');
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

const HEADINGS = ['RELEASE', 'SERVICE', 'CHANGE', 'HEAD', 'AT', 'AGE', 'TITLE'];

function row(r: Release, now: number): string[] {
  return [
    r.releaseId,
    r.change.service,
    safe(r.change.change).slice(0, 30),
    r.change.head.slice(0, 8),
    r.outcome ?? (r.stop === null ? r.at : `${r.at} (stopping)`),
    duration(now - Date.parse(r.openedAt)),
    safe(r.change.title).slice(0, 60),
  ];
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return limit;
}
