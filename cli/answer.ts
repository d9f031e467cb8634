import type { Command } from 'commander';
import type { Release } from '../core/contracts/release.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { json, line, safe } from './print.ts';
import { required } from './required.ts';

type Options = { readonly as?: string; readonly reason?: string; readonly json?: boolean };

/** approve, reject and cancel: what the buttons on the approval page do, from a terminal. */
export function registerAnswer(program: Command): void {
  for (const answer of ['approve', 'reject'] as const) {
    const may = answer === 'approve' ? '[--reason TEXT]' : '--reason TEXT';
    withOptions(
      program
        .command(`${answer} <release>`)
        .description(
          `${answer} a release that waits for a person; RELEASE is an id, its beginning, or "last". Exit code 1 when it did not count`,
        ),
      "id of an approver in the config (in AWS: never, your credentials say it); the change's authors never count",
    )
      .addHelpText('after', examples({ [`interlock ${answer} last --as priya ${may}`]: '' }))
      .action(async (id: string, options: Options, command: Command) =>
        withHome(command, async (home) => {
          const release = await findRelease(home.ports.releases, id);
          const result = await home.operations.answer({
            releaseId: release.releaseId,
            answer: answer === 'approve' ? 'APPROVE' : 'REJECT',
            reason: answer === 'reject' ? required(options.reason, '--reason', 'why') : (options.reason ?? ''),
            as: options.as,
          });
          if (options.json) json(result);
          else if (result.kind === 'ENDED') line(`${release.releaseId}: ${result.answer} by ${safe(result.by)}`);
          else line(`${release.releaseId}: ${safe(result.message)}${result.why === 'NO_HOLD' ? whereIs(release) : ''}`);
          if (result.kind !== 'ENDED') process.exitCode = EXIT.NO;
        }),
      );
  }
  withOptions(
    program
      .command('cancel <release>')
      .description(
        'stop a release at any point; traffic goes back to the old version. Exit code 1 when it had ended before',
      ),
    'who you are (default: your login; in AWS never, your credentials say it)',
  )
    .addHelpText('after', examples({ 'interlock cancel last --reason "wrong branch"': '' }))
    .action(async (id: string, options: Options, command: Command) =>
      withHome(
        command,
        async (home) => {
          const release = await findRelease(home.ports.releases, id);
          const stopped = await home.operations.cancel({
            releaseId: release.releaseId,
            reason: required(options.reason, '--reason', 'why'),
            as: options.as,
          });
          if (options.json) json(stopped);
          else if (release.status === 'CLOSED') line(`${release.releaseId} has already ended: ${release.outcome}`);
          else line(`${release.releaseId}: cancelling; it was in ${release.at}`);
          if (release.status === 'CLOSED') process.exitCode = EXIT.NO;
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

const withOptions = (command: Command, who: string) =>
  command.option('--as <who>', who).option('--reason <text>', 'why; kept in the record').option('--json', 'print JSON');

const whereIs = ({ outcome, at }: Release) => (outcome === null ? `; it is in ${at}` : `; it has ended: ${outcome}`);
