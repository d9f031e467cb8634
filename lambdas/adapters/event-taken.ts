import { Terminal, Transient } from '../../core/contracts/errors.ts';

type Entry = { readonly EventId?: unknown; readonly ErrorCode?: unknown };

/** Throws unless EventBridge took the one event: PutEvents succeeds although its entry was refused. */
export function eventTaken(entries: unknown): void {
  const [entry] = Array.isArray(entries) ? (entries as readonly Entry[]) : [];
  if (typeof entry?.EventId === 'string') return;
  const code = /^\w{1,60}$/.exec(String(entry?.ErrorCode ?? ''))?.[0] ?? 'unknown error';
  const passing = /^(Throttling|Internal)/.test(code);
  throw new (passing ? Transient : Terminal)(`EventBridge PutEvents: the event was not taken (${code})`);
}
