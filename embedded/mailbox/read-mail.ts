import { decodeBytes, decodeHeader } from './decode-header.ts';

/** Looks up the header fields of a mail or of one of its parts by their lower-case name; empty when there is none. */
export function headersOf(mail: string): (name: string) => string {
  // Unfolded by RFC 5322, 2.2.3.
  const block = mail.split(/\r?\n\r?\n/, 1)[0]!.replace(/\r?\n(?=[ \t])/g, '');
  const fields = new Map(
    block.split(/\r?\n/).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return (name) => decodeHeader(fields.get(name) ?? '').replace(/\p{Cc}+/gu, ' ');
}

/** The plain text of a mail of the mailbox, which has one text/plain part; empty when there is none. */
export function textOf(mail: string): string {
  const boundary = /boundary="([^"]+)"/.exec(headersOf(mail)('content-type'))?.[1];
  const parts = boundary === undefined ? [] : mail.split(`--${boundary}`).map((part) => part.replace(/^\r?\n/, ''));
  const plain = parts.find((part) => headersOf(part)('content-type').startsWith('text/plain'));
  if (plain === undefined) return '';
  const body = plain.slice(/\r?\n\r?\n/.exec(plain)?.index ?? plain.length);
  switch (headersOf(plain)('content-transfer-encoding').toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return decodeBytes(body.replace(/=\r?\n/g, '')).toString('utf8');
    default:
      return body;
  }
}
