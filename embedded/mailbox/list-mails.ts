import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { headersOf, textOf } from './read-mail.ts';

/**
 * `at` is when it was sent, by the name of its file; `to` and `subject` are as the headers say, without control
 * characters and empty when there is none; `links` are the http addresses in its text.
 */
export type ListedMail = {
  readonly file: string;
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly links: readonly string[];
};

/** The mails in `<home>/mailbox`, newest last; none when there is no mailbox yet. */
export function listMails(home: string): ListedMail[] {
  const folder = path.join(home, 'mailbox');
  return names(folder)
    .filter((name) => name.endsWith('.eml') && !name.startsWith('.'))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const mail = readFileSync(file, 'utf8');
      const header = headersOf(mail);
      return { file, at: instantOf(name), to: header('to'), subject: header('subject'), links: linksIn(textOf(mail)) };
    });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** 20260105T100000000Z to 2026-01-05T10:00:00.000Z. */
function instantOf(name: string): string {
  return name.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3}Z).*$/, '$1-$2-$3:$4:$5.$6');
}

function linksIn(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s<>"']+/g) ?? [];
  return [...new Set(found.map((link) => link.replace(/[.,;:!?)]+$/, '')))];
}
