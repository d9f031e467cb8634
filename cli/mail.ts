import type { Command } from 'commander';
import { listMails } from '../embedded/mailbox/list-mails.ts';
import { examples } from './examples.ts';
import { withEmbeddedHome } from './embedded/with-embedded-home.ts';
import { json, line, safe } from './print.ts';

export function registerMail(program: Command): void {
  program
    .command('mail')
    .description('list the mails this home has sent, newest last, with the link each one carries')
    .option('--to <address>', 'only those to this address')
    .option('--json', 'print JSON')
    .addHelpText('after', examples({ 'interlock mail --to priya@example.com': "one approver's mails" }))
    .action(async (options: { to?: string; json?: boolean }, command: Command) =>
      withEmbeddedHome(command, 'There SES delivers mails, and nobody keeps them.', async (home) => {
        const mails = listMails(home.paths.folder).filter((m) => options.to === undefined || m.to === options.to);
        if (options.json) return json(mails);
        if (mails.length === 0) return line('No mails yet.');
        for (const mail of mails) {
          line(`${mail.at}  ${safe(mail.to)}  ${safe(mail.subject)}`);
          line(`  ${mail.file}`);
          for (const link of mail.links) line(`  ${safe(link)}`);
        }
      }),
    );
}
