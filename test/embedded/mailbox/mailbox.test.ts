import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { listMails } from '../../../embedded/mailbox/list-mails.ts';
import { createMailbox } from '../../../embedded/mailbox/mailbox.ts';
import { withAdapter } from '../../contracts/adapter-under-test.ts';
import { mailContract, message, type MailUnderTest } from '../../contracts/mail-contract.ts';
import { temporaryHome } from '../store/temporary-home.ts';

type Mailbox = MailUnderTest & { readonly home: string };

function mailbox(): Mailbox {
  const { home, clock, end } = temporaryHome();
  const received = () =>
    Promise.all(
      listMails(home).map(async ({ file }) => {
        const mail = await PostalMime.parse(readFileSync(file));
        return {
          from: mail.from?.address ?? '',
          to: (mail.to ?? []).map((to) => to.address ?? ''),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: mail.html ?? '',
          headers: mail.headers.map((header) => header.key),
        };
      }),
    );
  return { home, port: createMailbox(home, clock), other: createMailbox(home, clock), clock, end, received };
}

mailContract('mailbox', mailbox);

const on = withAdapter(mailbox);

describe('mailbox', () => {
  it(
    'names a file by time and key, and nothing leaves the folder',
    on(async ({ home, port, clock }) => {
      await port.send(message('rel-1.APPROVAL.ada'));
      clock.advance(61_001);
      await port.send(message('../../../escape'));
      const names = readdirSync(path.join(home, 'mailbox'))
        .filter((name) => name !== '.sent')
        .toSorted();
      expect(names[0]).toBe('20260105T100000000Z-rel-1.APPROVAL.ada.eml');
      expect(names[1]).toMatch(/^20260105T100101001Z-[0-9a-f]{40}\.eml$/);
      expect(names).toHaveLength(2);
      expect(existsSync(path.join(home, '../escape'))).toBe(false);
    }),
  );

  it(
    'is dated by the clock of the releases',
    on(async ({ home, port }) => {
      await port.send(message('k1'));
      const mail = await PostalMime.parse(readFileSync(listMails(home)[0]!.file));
      expect(mail.date).toBe('2026-01-05T10:00:00.000Z');
    }),
  );

  it(
    'says false when it cannot write',
    on(async ({ home, port }) => {
      writeFileSync(path.join(home, 'mailbox'), 'a file where the folder should be');
      expect(await port.send(message('k1'))).toBe(false);
    }),
  );

  it(
    'writes the file of a key that was claimed by a process that died then',
    on(async ({ home, port, clock }) => {
      await port.send(message('k1'));
      const { file } = listMails(home)[0]!;
      rmSync(file);
      clock.advance(9000);
      expect(await port.send(message('k1'))).toBe(true);
      expect(listMails(home).map((mail) => mail.file)).toEqual([file]);
    }),
  );

  it(
    'lists mails newest last, with subject and links as they were written',
    on(async ({ home, port, clock }) => {
      const link = `http://127.0.0.1:4100/holds/${'x'.repeat(90)}.${'y'.repeat(43)}`;
      const subject = `Grüße — ${'sehr langer Titel '.repeat(10)}✓`.trim();
      const text = `Zu entscheiden: ${link}.\nOder (${link}), = ${'ä'.repeat(200)} https://example.com/a?b=c`;
      expect(listMails(home)).toEqual([]);
      await port.send(message('z', { subject, text }));
      clock.advance(1);
      await port.send(message('a', { subject: 'Plain', text: 'nothing here' }));
      await port.send(message('b', { text: `${'漢字'.repeat(100)} ${link}` }));
      expect(listMails(home)).toMatchObject([
        { at: '2026-01-05T10:00:00.000Z', to: 'ada@example.com', subject, links: [link, 'https://example.com/a?b=c'] },
        { at: '2026-01-05T10:00:00.001Z', to: 'ada@example.com', subject: 'Plain', links: [] },
        { links: [link] },
      ]);
    }),
  );
});
