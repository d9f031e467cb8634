import type { Phase } from '../../core/contracts/shift.ts';
import { isActive, type Release, type ShiftDocument, type Traffic, type World } from './world.ts';

/**
 * The world without what no step reads any more, so that worlds which go on alike are one: who decided an ended shift,
 * what a permit was granted on, everything but traffic of a release that is about to be closed, everything of a closed one.
 * Invariants look at transitions before anything is forgotten.
 */
export function forget(world: World): World {
  return { ...world, releases: world.releases.map(ofRelease) };
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
