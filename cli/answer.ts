import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { answerAs } from '../lambdas/answer-hold/answer-as.ts';
import { stopRelease } from '../lambdas/kit/stop-release.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { json, line } from './print.ts';

type Options = { readonly as?: string; readonly reason?: string; readonly json?: boolean };

/** approve, reject and cancel: what the buttons on the approval page do, from a terminal. */
export function registerAnswer(program: Command): void {
  for (const answer of ['approve', 'reject'] as const) {
    withOptions(
      program.command(`${answer} <release>`).description(`${answer} a release that waits for a person`),
    ).action(async (id: string, options: Options, command: Command) =>
      withHome(command, async (home) => {
        const release = await findRelease(home.ports.releases, id);
        const who = required(options.as, '--as', 'the id of a configured approver');
        const reason = answer === 'reject' ? required(options.reason, '--reason', 'why') : (options.reason ?? '');
        const result = await answerAs(home.ports, {
          releaseId: release.releaseId,
          personId: who,
          answer: answer === 'approve' ? 'APPROVE' : 'REJECT',
          reason,
          via: `command line, login ${userInfo().username}`,
        });
        if (options.json) json(result);
        else
          line(
            result.kind === 'ENDED'
              ? `${release.releaseId}: ${result.answer} by ${result.by}`
              : `${release.releaseId}: ${result.message}`,
          );
        if (result.kind !== 'ENDED') process.exitCode = EXIT.NO;
      }),
    );
  }
  withOptions(
    program
      .command('cancel <release>')
      .description('stop a release at any point; traffic goes back to the old version'),
  ).action(async (id: string, options: Options, command: Command) =>
    withHome(command, async (home) => {
      const release = await findRelease(home.ports.releases, id);
      const login = userInfo().username;
      const by = options.as ?? login;
      const stopped = await stopRelease(home.ports, release.releaseId, {
        kind: 'CANCEL',
        actor: { id: by, kind: 'PERSON', authenticated: by === login },
        reason: required(options.reason, '--reason', 'why'),
      });
      if (options.json) json(stopped);
      else if (release.status === 'CLOSED') line(`${release.releaseId} has already ended: ${release.outcome}`);
      else line(`${release.releaseId}: cancelling; it was in ${release.at}`);
      if (release.status === 'CLOSED') process.exitCode = EXIT.NO;
    }),
  );
}

const withOptions = (command: Command) =>
  command
    .option('--as <who>', 'who you are')
    .option('--reason <text>', 'why; kept in the record')
    .option('--json', 'print JSON');

function required(value: string | undefined, option: string, expected: string): string {
  if (value === undefined || value.trim() === '')
    throw new InvalidInput(`${option}: found nothing; expected ${expected}`);
  return value.trim();
}
