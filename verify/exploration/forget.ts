import type { Phase } from '../../core/contracts/shift.ts';
import { isActive, type Release, type ShiftDocument, type Traffic, type World } from './world.ts';

/** `forget` gives the world that stands for all that go on alike; `keyOf` is the same for two of those when they are. */
export type Memory = { readonly forget: (world: World) => World; readonly keyOf: (world: World) => string };

/**
 * Forgets what no step reads any more, so that worlds which go on alike are one: who decided an ended shift, what a permit
 * was granted on, everything but traffic of a release that is about to be closed, everything of a closed one. Invariants
 * look at transitions before anything is forgotten. Remembers releases by number, because most of them come up often.
 */
export function createMemory(): Memory {
  const known = new WeakMap<Release, Release>();
  const byText = new Map<string, Release>();
  const numbers = new WeakMap<Release, number>();
  const one = (release: Release): Release => {
    const before = known.get(release);
    if (before !== undefined) return before;
    const kept = ofRelease(release);
    const text = JSON.stringify(kept);
    const same = byText.get(text) ?? kept;
    if (same === kept) {
      byText.set(text, kept);
      numbers.set(kept, byText.size);
      known.set(kept, kept);
    }
    known.set(release, same);
    return same;
  };
  return {
    forget: (world) => ({ ...world, releases: world.releases.map(one) }),
    keyOf: ({ lock, running, killSwitch, releases }) =>
      `${JSON.stringify(lock)} ${running} ${killSwitch} ${releases.map((release) => numbers.get(release)).join(' ')}`,
  };
}

const NOTHING = {
  ...{ gates: null, verdict: null, permit: null, stop: false, moved: false },
  holds: { APPROVAL: null, TIME_LOCK: null },
};

function ofRelease(release: Release): Release {
  const { place, outcome, shifts, traffic, permit } = release;
  if (outcome !== null) {
    const kept = map(traffic, (now) => (isActive(now) ? now : null));
    const none = map(shifts, () => null);
    // Nobody branches on how a release ended.
    return {
      ...release,
      ...NOTHING,
      traffic: kept,
      shifts: none,
      outcome: outcome === 'DEPLOYED' ? outcome : 'ERRORED',
    };
  }
  const documents = map(shifts, (document) => document && ended(document));
  const quiet: Record<keyof Release['traffic'], Traffic | null> = map(traffic, (now, phase) =>
    now === 'FAILED' && shifts[phase]?.ended ? 'RETURNED' : now,
  );
  const rest = { ...release, shifts: documents, traffic: quiet, moved: permit === null && release.moved };
  if (place !== 'DEAD' && !place.startsWith('CloseRelease ')) return rest;
  // Closing reads the traffic, and of the log whether the watch passed.
  const watch = documents.WATCH?.result === 'PASSED' ? documents.WATCH : null;
  return { ...rest, ...NOTHING, shifts: { STAGING: null, CANARY: null, ROLLOUT: null, WATCH: watch } };
}

function ended(document: ShiftDocument): ShiftDocument {
  if (document.ended === null) return document;
  return { ...document, by: null, decision: document.decision === null ? null : 'WITHDRAW' };
}

function map<K extends Phase, V, T>(record: Readonly<Record<K, V>>, of: (value: V, key: K) => T): Record<K, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value as V, key as K)])) as Record<
    K,
    T
  >;
}
