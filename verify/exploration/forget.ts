import type { Plan } from '../../core/contracts/verdict.ts';
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
    const text = textOf(kept);
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
      `${lockText(lock)} ${running} ${killSwitch} ${releases.map((release) => numbers.get(release)).join(' ')}`,
  };
}

const NOTHING = {
  ...{ gates: null, permit: null, stop: false, moved: false },
  holds: { APPROVAL: null, TIME_LOCK: null },
};

const NONE = { STAGING: null, CANARY: null, ROLLOUT: null, WATCH: null };

function ofRelease(release: Release): Release {
  const { place, outcome, shifts, traffic, permit } = release;
  if (outcome !== null) {
    const { STAGING, CANARY, ROLLOUT } = traffic;
    const kept = { STAGING: moving(STAGING), CANARY: moving(CANARY), ROLLOUT: moving(ROLLOUT) };
    // Nobody branches on how a release ended.
    const end = outcome === 'DEPLOYED' ? outcome : 'ERRORED';
    return { ...release, ...NOTHING, verdict: null, traffic: kept, shifts: NONE, outcome: end };
  }
  const rest = {
    ...release,
    shifts: {
      ...{ STAGING: ended(shifts.STAGING), CANARY: ended(shifts.CANARY) },
      ...{ ROLLOUT: ended(shifts.ROLLOUT), WATCH: ended(shifts.WATCH) },
    },
    traffic: {
      STAGING: gone(traffic.STAGING, shifts.STAGING),
      CANARY: gone(traffic.CANARY, shifts.CANARY),
      ROLLOUT: gone(traffic.ROLLOUT, shifts.ROLLOUT),
    },
    moved: permit === null && release.moved,
  };
  if (place !== 'DEAD' && !place.startsWith('CloseRelease ')) return rest;
  // Closing reads the traffic, and of the log whether the watch passed.
  const watch = rest.shifts.WATCH?.result === 'PASSED' ? rest.shifts.WATCH : null;
  return { ...rest, ...NOTHING, shifts: { ...NONE, WATCH: watch } };
}

function ended(document: ShiftDocument | null): ShiftDocument | null {
  if (document === null || document.ended === null) return document;
  return { ...document, by: null, decision: document.decision === null ? null : 'WITHDRAW' };
}

const moving = (traffic: Traffic | null) => (isActive(traffic) ? traffic : null);
const gone = (traffic: Traffic | null, document: ShiftDocument | null) =>
  traffic === 'FAILED' && document !== null && document.ended !== null ? 'RETURNED' : traffic;

/** Everything of a release in one text, faster than JSON: this is asked a million times. */
function textOf(release: Release): string {
  const { id, place, child, phase, gates, verdict, shifts, traffic, holds, permit, stop, moved, outcome } = release;
  const why =
    verdict &&
    `${verdict.next} ${verdict.route} ${verdict.riskClass} ${verdict.gatesPassed} ${safeUntil(verdict.plan)}`;
  const right = permit !== null && permit !== 'DENIED' ? `${permit.fence} ${permit.consumed}` : permit;
  const told = `${shiftText(shifts.STAGING)};${shiftText(shifts.CANARY)};${shiftText(shifts.ROLLOUT)};${shiftText(shifts.WATCH)}`;
  const seen = `${traffic.STAGING} ${traffic.CANARY} ${traffic.ROLLOUT};${holds.APPROVAL} ${holds.TIME_LOCK}`;
  return `${id}|${place}|${child}|${phase}|${gates}|${why}|${told}|${seen}|${right}|${stop}|${moved}|${outcome}`;
}

const safeUntil = (plan: Plan) => (plan.kind === 'ROLL_OUT' ? plan.rollback.lastSafe : plan.kind);

function shiftText(document: ShiftDocument | null): string {
  return document === null ? '' : `${document.decision} ${document.by} ${document.result} ${document.ended}`;
}

function lockText({ holder, nextFence, queue }: World['lock']): string {
  return `${holder?.releaseId} ${holder?.fence} ${nextFence} ${queue.map(({ releaseId }) => releaseId).join()}`;
}
