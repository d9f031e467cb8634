import type { Mail, MailMessage } from '../../../lambdas/ports.ts';

export type FakeMail = Mail & { readonly sent: MailMessage[]; readonly broken: Set<string> };

/** Keeps what was sent, once per key; addresses in `broken` take nothing. */
export function fakeMail(): FakeMail {
  const sent: MailMessage[] = [];
  const broken = new Set<string>();
  return {
    sent,
    broken,
    send: async (message) => {
      if (broken.has(message.to)) return false;
      if (!sent.some(({ key }) => key === message.key)) sent.push(message);
      return true;
    },
  };
}
