import type { HoldKind } from '../contracts/hold.ts';
import { formatInstant } from './format-time.ts';

/** What happens when nobody says anything (001-37, 001-38, 001-55, 000-28): the same sentence in the mail and on the page. */
export function silenceText(kind: HoldKind, deadline: string): string {
  const until = formatInstant(deadline);
  switch (kind) {
    case 'APPROVAL':
      return `If nobody answers by ${until}, the release is cancelled. Silence is a no.`;
    case 'CANCEL_WINDOW':
      return `If nobody objects by ${until}, the release goes on to production. Silence is a yes.`;
    case 'TIME_LOCK':
      return `If nobody stops it by ${until}, the rollout to production begins. Silence is a yes.`;
  }
}
