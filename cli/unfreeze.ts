import { Option, type Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { connect, Unreachable } from '../embedded/deployer/remote.ts';
import { shiftIdOf } from '../lambdas/kit/end-shifts.ts';
import { withEmbeddedHome } from './embedded/with-embedded-home.ts';
import { examples } from './examples.ts';
import { findRelease } from './find-release.ts';
import { json, line } from './print.ts';
import { required } from './required.ts';

type Options = { readonly to: 'old' | 'new'; readonly reason?: string; readonly json?: boolean };
const IN_AWS = 'There the break-glass role moves a frozen alias by CodeDeploy: see docs/runbook.md.';

export function registerUnfreeze(program: Command): void {
  program
    .command('unfreeze <release>')
    .description(
      'move traffic that was frozen because going back is not safe; the kill switch stays on until it is turned off',
    )
    .addOption(new Option('--to <version>', 'who gets all of it').choices(['old', 'new']).makeOptionMandatory())
    .option('--reason <text>', 'why this is safe now; kept')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples({
        'interlock unfreeze last --to new --reason "mended by hand"': 'the new version stays',
        'interlock unfreeze last --to old --reason "the column is back"': 'the old one serves again',
      }),
    )
    .action(async (id: string, options: Options, command: Command) =>
      withEmbeddedHome(command, IN_AWS, async ({ ports, paths }) => {
        const reason = required(options.reason, '--reason', 'why this is safe now');
        const { releaseId } = await findRelease(ports.releases, id);
        const to = options.to === 'old' ? 'OLD' : 'NEW';
        const status = await unfreeze(paths.folder, { shiftId: shiftIdOf(releaseId, 'ROLLOUT'), to, reason });
        if (options.json) json({ releaseId, ...status });
        else line(`${releaseId}: ${status.state}: ${status.detail}`);
      }),
    );
}

/** Starts no data plane where none runs: what a data plane that is gone had frozen is not frozen any more. */
async function unfreeze(folder: string, what: { shiftId: string; to: 'OLD' | 'NEW'; reason: string }) {
  try {
    return await connect(folder).call('unfreeze', { ...what, reason: what.reason.slice(0, 1000) });
  } catch (error) {
    if (error instanceof Unreachable) throw new InvalidInput('no service runs in this home: nothing is frozen');
    throw error;
  }
}
