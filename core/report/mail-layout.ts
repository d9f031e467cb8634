import { escapeHtml, htmlLine } from './escape-html.ts';
import { safeBlock, safeLine } from './safe-text.ts';

/** What a mail is made of; both forms of it are made from the same parts, so they always say the same. */
export type MailPart =
  | { readonly kind: 'TEXT'; readonly text: string }
  | { readonly kind: 'ROWS'; readonly title: string; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'LIST'; readonly title: string; readonly items: readonly string[] }
  | { readonly kind: 'LINK'; readonly label: string; readonly url: string };

export type MailContent = { readonly subject: string; readonly text: string; readonly html: string };

/** Texts may be untrusted: each is made harmless, bounded and escaped here. The subject is one line. */
export function mailLayout(subject: string, heading: string, parts: readonly MailPart[]): MailContent {
  const text = [safeLine(heading, 200), ...parts.map(asText), footer].join('\n\n');
  const html =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${htmlLine(subject, 150)}</title></head><body style="${bodyStyle}"><div style="max-width:36rem;margin:0 auto">` +
    `<h1 style="font-size:1.3rem;line-height:1.3">${htmlLine(heading, 200)}</h1>${parts.map(asHtml).join('')}` +
    `<p style="color:#57606a;font-size:.85rem">${escapeHtml(footer)}</p></div></body></html>\n`;
  return { subject: safeLine(subject, 150), text: `${text}\n`, html };
}

const footer = 'Sent by Interlock. Nothing in this mail decides anything by being opened.';
const bodyStyle =
  'margin:0;padding:1.5rem 1rem;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif;color:#1f2328;background:#fff';

function asText(part: MailPart): string {
  switch (part.kind) {
    case 'TEXT':
      return safeBlock(part.text);
    case 'ROWS': {
      const width = Math.max(...part.rows.map(([name]) => name.length));
      const rows = part.rows.map(([name, value]) => `  ${name.padEnd(width)}  ${safeLine(value)}`);
      return [part.title, ...rows].join('\n');
    }
    case 'LIST':
      return [part.title, ...part.items.map((item) => `  - ${safeLine(item)}`)].join('\n');
    case 'LINK':
      return `${part.label}:\n${httpUrl(part.url)}`;
  }
}

function asHtml(part: MailPart): string {
  const title = (text: string) => `<h2 style="font-size:1rem;margin:1.5rem 0 .25rem">${htmlLine(text)}</h2>`;
  switch (part.kind) {
    case 'TEXT':
      return `<p>${escapeHtml(safeBlock(part.text)).replace(/\n/g, '<br>')}</p>`;
    case 'ROWS':
      return `${title(part.title)}<table style="border-collapse:collapse">${part.rows.map(row).join('')}</table>`;
    case 'LIST':
      return `${title(part.title)}<ul style="margin:0;padding-left:1.25rem">${part.items.map((item) => `<li>${htmlLine(item)}</li>`).join('')}</ul>`;
    case 'LINK':
      return (
        `<p style="margin:1.75rem 0"><a href="${escapeHtml(httpUrl(part.url))}" style="display:inline-block;` +
        `padding:.7rem 1.2rem;border-radius:.4rem;background:#1f4e79;color:#fff;text-decoration:none">${htmlLine(part.label)}</a></p>`
      );
  }
}

function row([name, value]: readonly [string, string]): string {
  const cell = 'text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0';
  return `<tr><th scope="row" style="${cell};font-weight:600">${htmlLine(name)}</th><td style="${cell}">${htmlLine(value)}</td></tr>`;
}

/** Only web addresses become links; anything else is a fault of the caller and shows as no address. */
function httpUrl(url: string): string {
  return /^https?:\/\/[^\s"<>]+$/.test(url) ? url : 'about:blank';
}
