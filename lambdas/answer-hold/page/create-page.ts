import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { holdPage } from './hold-page.ts';
import { messagePage } from './message-page.ts';
import type { PageDeps } from './page-view.ts';
import { formMaxBytes, readForm } from './read-form.ts';
import { strictHeaders } from './strict-headers.ts';

/**
 * The page behind an approval link. GET and HEAD show and change nothing, so that mail scanners and previews may open
 * it; only a POST of the page's own form decides. Every wrong link is the same 404.
 */
export function createPage({ load, answer, onError }: PageDeps): Hono {
  const app = new Hono();
  app.use('*', strictHeaders);
  app.get('/holds/:link', async (c) => {
    const view = await load(c.req.param('link'));
    return view ? c.html(holdPage(view)) : unknownLink(c);
  });
  app.post(
    '/holds/:link',
    async (c, next) => {
      const refusal = refusedBefore(c);
      return refusal ? c.html(messagePage(refusal.title, refusal.text), refusal.status) : next();
    },
    bodyLimit({
      maxSize: formMaxBytes,
      onError: (c) => c.html(messagePage('Too much text', `The form may have at most ${formMaxBytes} bytes.`), 413),
    }),
    async (c) => {
      const link = c.req.param('link');
      const read = readForm(await c.req.text());
      const result =
        read.kind === 'FORM' ? await answer(link, read.form) : { kind: 'REFUSED' as const, message: read.message };
      if (result.kind === 'UNKNOWN') return unknownLink(c);
      if (result.kind === 'DONE') return toPage(c, link);
      const view = await load(link);
      if (!view) return unknownLink(c);
      // A hold that is no longer open explains itself; an open one needs to be told what was wrong.
      if (view.state.kind !== 'OPEN') return toPage(c, link);
      const reason = read.kind === 'FORM' ? read.form.reason : read.reason;
      return c.html(holdPage(view, { message: result.message, reason }), read.kind === 'FORM' ? 409 : 422);
    },
  );
  app.all('/holds/:link', (c) => {
    c.header('Allow', 'GET, HEAD, POST');
    return c.html(messagePage('Not possible', 'This page can be read, and its form can be sent.'), 405);
  });
  app.notFound((c) => unknownLink(c));
  app.onError((error, c) => {
    onError?.(error);
    const text = 'Nothing was decided by this request as far as is known. Try again in a minute.';
    return c.html(messagePage('Something went wrong', text), 503);
  });
  return app;
}

function toPage(c: Context, link: string): Response {
  return c.redirect(`/holds/${encodeURIComponent(link)}`, 303);
}

function unknownLink(c: Context): Response | Promise<Response> {
  const text = 'There is no such link. It may have been cut by the mail program: copy the whole of it.';
  return c.html(messagePage('Unknown link', text), 404);
}

/** A form that another site sends is refused; clients that are no browsers do not say where they come from. */
function refusedBefore(c: Context): { title: string; text: string; status: 403 | 415 } | null {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return { title: 'Refused', text: 'The form was sent from another site. Open the link from the mail.', status: 403 };
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    return { title: 'Refused', text: 'Expected a form: application/x-www-form-urlencoded.', status: 415 };
  return null;
}
