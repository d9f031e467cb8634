import type { Command } from 'commander';
import { withHome } from './home-of.ts';
import { duration, json, line, safe, table } from './print.ts';

export function registerReleases(program: Command): void {
  program
    .command('releases')
    .description('list releases, newest first')
    .option('--open', 'only those that are still on their way')
    .option('--limit <n>', 'at most this many', '20')
    .option('--json', 'print JSON')
    .action(async (options: { open?: boolean; limit: string; json?: boolean }, command: Command) => {
      await withHome(command, async (home) => {
        const limit = Math.max(1, Number.parseInt(options.limit, 10) || 20);
        const releases = await home.ports.releases.list({
          limit,
          ...(options.open ? { status: 'OPEN' as const } : {}),
        });
        if (options.json) return json(releases);
        if (releases.length === 0) return line('No releases yet. Submit a change with "interlock submit".');
        const now = home.clock.now();
        line(
          table([
            ['RELEASE', 'SERVICE', 'CHANGE', 'HEAD', 'AT', 'AGE', 'TITLE'],
            ...releases.map((r) => [
              r.releaseId,
              r.change.service,
              safe(r.change.change).slice(0, 30),
              r.change.head.slice(0, 8),
              r.outcome ?? (r.stop === null ? r.at : `${r.at} (stopping)`),
              duration(now - Date.parse(r.openedAt)),
              safe(r.change.title).slice(0, 60),
            ]),
          ]),
        );
      });
    });
}
