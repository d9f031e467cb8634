import { html, raw } from 'hono/html';
import { safeLine } from '../../../core/report/safe-text.ts';
import { pageStyle } from './page-style.ts';

/** What `html` returns: escaped text, ready to be put into other `html`. */
export type Html = ReturnType<typeof html>;

/** The frame of every page: language, width, styles, one main region. */
export function layout(title: string, main: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${safeLine(title, 150)}</title>
        ${raw(`<style>${pageStyle}</style>`)}
      </head>
      <body>
        <header class="top"><span class="brand">Interlock</span></header>
        <main>${main}</main>
      </body>
    </html>`;
}
