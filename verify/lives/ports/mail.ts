import type { Mail, MailMessage } from '../../../lambdas/ports.ts';

export type MailStore = Map<string, MailMessage>;

/** Keeps a message once per key and tells `onMail` of it; a mail system that is down takes nothing. */
export function createMail(store: MailStore, isDown: () => boolean, onMail: (message: MailMessage) => void): Mail {
  return {
    send: async (message) => {
      if (store.has(message.key)) return true;
      if (isDown()) return false;
      store.set(message.key, message);
      onMail(message);
      return true;
    },
  };
}
