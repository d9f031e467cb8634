import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import * as z from 'zod';
import type { Clock, Mail, MailMessage } from '../../lambdas/ports.ts';
import { createFileOnce, replaceFile } from '../store/write-file.ts';

const FROM = { name: 'Interlock', address: 'interlock@localhost' };

/**
 * Mail as .eml files in `<home>/mailbox`, named by time and key. Each key is claimed once, in `mailbox/.sent`, by the
 * name of its file, so that a message sent again, or by two processes at once, is one file.
 */
export function createMailbox(home: string, clock: Clock): Mail {
  const folder = path.join(home, 'mailbox');
  return {
    send: async (message) => {
      // What cannot be addressed or written was not delivered; the caller decides what that means.
      if (!z.email().safeParse(message.to).success) return false;
      try {
        const key = fileKey(message.key);
        const now = clock.now();
        const claimed = createFileOnce(path.join(folder, '.sent', key), `${stamp(now)}-${key}.eml`);
        const file = path.join(folder, path.basename(claimed.toString('utf8')));
        if (!existsSync(file)) replaceFile(file, await compose(message, now));
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** multipart/alternative; the composer encodes every header, and reads no file and no address to fill the message. */
function compose({ key, to, subject, text, html }: MailMessage, now: number): Promise<Buffer> {
  return new MailComposer({
    from: FROM,
    to: { name: '', address: to },
    subject: subject.replace(/\p{Cc}+/gu, ' ').trim(),
    date: new Date(now),
    messageId: `<${sha256(key)}@interlock.localhost>`,
    text,
    html,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

function fileKey(key: string): string {
  return /^[A-Za-z0-9_-][A-Za-z0-9._@+-]{0,119}$/.test(key) ? key : sha256(key);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 40);
}

function stamp(now: number): string {
  return new Date(now).toISOString().replace(/[-:.]/g, '');
}
