import { describe, expect, it } from '@jest/globals';
import type { Mail, MailMessage } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';

/** What arrived, as a mail program reads it. */
export type ReceivedMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Names of all header fields, lower case. */
  readonly headers: readonly string[];
};
export type MailUnderTest = AdapterUnderTest<Mail> & { received(): Promise<readonly ReceivedMail[]> };

export const message = (key: string, more: Partial<MailMessage> = {}): MailMessage => ({
  key,
  to: 'ada@example.com',
  subject: 'Approval asked: Faster search',
  text: 'Open https://127.0.0.1/holds/abc.def to decide.\nGrüße ✓',
  html: '<p>Open <a href="https://127.0.0.1/holds/abc.def">the page</a>. Grüße ✓</p>',
  ...more,
});

/** Every adapter of Mail passes this. */
export function mailContract(name: string, make: MakeAdapter<MailUnderTest>): void {
  const on = withAdapter(make);
  describe(`Mail contract: ${name}`, () => {
    it(
      'delivers text and html',
      on(async ({ port, received }) => {
        expect(await port.send(message('k1'))).toBe(true);
        const [mail] = await received();
        expect(mail).toMatchObject({ to: ['ada@example.com'], subject: 'Approval asked: Faster search' });
        expect(mail!.text.trim()).toBe(message('k1').text);
        expect(mail!.html.trim()).toBe(message('k1').html);
      }),
    );

    it(
      'sends a key once, from wherever and however often',
      on(async ({ port, other, clock, received }) => {
        await Promise.all([port, other, port, other].map((mail) => mail.send(message('k1'))));
        clock.advance(5000);
        expect(await port.send(message('k1', { subject: 'Again' }))).toBe(true);
        expect(await port.send(message('k2'))).toBe(true);
        expect((await received()).map((mail) => mail.subject)).toEqual([message('k1').subject, message('k2').subject]);
      }),
    );

    it.each([
      'One\r\nBcc: eve@example.com',
      'One\nBcc: eve@example.com\n\nA body of my own',
      'One\rBcc: eve@example.com',
      'One\u0000\u2028Bcc: eve@example.com',
      `Grüße ✓ =?utf-8?Q?Bcc=3A?= ${'long '.repeat(60)}`,
    ])('lets no subject become a header: %j', (subject) =>
      on(async ({ port, received }) => {
        expect(await port.send(message('k1', { subject }))).toBe(true);
        const [mail] = await received();
        expect(mail!.headers).not.toContain('bcc');
        expect(mail!.to).toEqual(['ada@example.com']);
        expect(mail!.text.trim()).toBe(message('k1').text);
      })(),
    );

    it.each([
      '',
      'ada',
      'ada@example.com, eve@example.com',
      'ada@example.com\r\nBcc: eve@example.com',
      'Ada <ada@example.com>',
    ])('does not deliver to %j', (to) =>
      on(async ({ port, received }) => {
        expect(await port.send(message('k1', { to }))).toBe(false);
        expect(await received()).toEqual([]);
      })(),
    );

    it(
      'takes any key',
      on(async ({ port, received }) => {
        for (const key of ['../../escape', '.', 'a/b', 'x'.repeat(500), 'é', 'k', 'a-k']) await port.send(message(key));
        expect(await received()).toHaveLength(7);
      }),
    );
  });
}
