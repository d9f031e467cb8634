import type { FreezeWindow } from '../contracts/config.ts';

/** The name of the freeze window that stands at `nowMs` for this service, or null. A window holds its start and not its end. */
export function freezeAt(windows: readonly FreezeWindow[], service: string, nowMs: number): string | null {
  const active = windows.find(
    (w) =>
      (w.services === undefined || w.services.some((s) => s === service)) &&
      Date.parse(w.from) <= nowMs &&
      nowMs < Date.parse(w.to),
  );
  return active === undefined ? null : `${active.name} until ${active.to}`;
}
