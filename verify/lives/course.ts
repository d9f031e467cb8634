import { createAgenda, type Entry } from './agenda.ts';
import type { Choices } from './choices.ts';

/** 5 January 2026, 10:00 UTC. */
export const EPOCH = Date.UTC(2026, 0, 5, 10);

/** What goes on in one life: its time, its choices, and what is counted and noted. */
export type Course = ReturnType<typeof createCourse>;

export function createCourse(choices: Choices, tracing: boolean) {
  const agenda = createAgenda();
  const lines: string[] = [];
  const violations: string[] = [];
  const counts = new Map<string, number>();
  let now = EPOCH;
  let step = 0;
  const note = (text: () => string): void => {
    if (tracing) lines.push(`${stamp(now)} ${text()}`);
  };
  return {
    choices,
    lines,
    violations,
    counts,
    note,
    /** The true time, ms since 1970; what a step's clock says may be minutes away from it. */
    now: () => now,
    /** Counts what has happened; tells what came first within one instant. */
    step: () => step,
    count: (what: string, by = 1) => void counts.set(what, (counts.get(what) ?? 0) + by),
    violate(text: string): void {
      violations.push(text);
      note(() => `VIOLATED: ${text}`);
    },
    /** `seconds` from now. */
    after: (seconds: number, run: Entry['run'], isStale: Entry['isStale'] = null) =>
      agenda.add({ at: now + Math.round(seconds * 1000), run, isStale }),
    soonest: () => agenda.soonest,
    /** Lets the next thing happen; false when nothing is left. */
    async next(): Promise<boolean> {
      let entry = agenda.next();
      while (entry?.isStale?.() === true) entry = agenda.next();
      if (entry === null) return false;
      now = Math.max(now, entry.at);
      step += 1;
      await entry.run();
      return true;
    },
  };
}

/** Hours, minutes and seconds since the life began. */
function stamp(now: number): string {
  const ms = now - EPOCH;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${(ms / 1000) % 60 < 10 ? '0' : ''}${((ms / 1000) % 60).toFixed(3)}`;
}
