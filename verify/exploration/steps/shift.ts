import type { Phase } from '../../../core/contracts/shift.ts';
import type { Reply, Rules, Step } from '../rules.ts';
import { STOP, withRelease, type Release, type ShiftDocument, type World } from '../world.ts';
import { SAID } from './analyst.ts';
import { giveBack, mayGoBack } from './end-shifts.ts';
import { observations } from './observations.ts';

const NOTHING: ShiftDocument = { decision: null, by: null, result: null, ended: null };
/** WATCH watches the traffic of the rollout. */
const trafficOf = (phase: Phase) => (phase === 'WATCH' ? 'ROLLOUT' : phase);
const put = (world: World, i: number, phase: Phase, change: Partial<ShiftDocument>): World => {
  const { shifts } = world.releases[i]!;
  return withRelease(world, i, { shifts: { ...shifts, [phase]: { ...NOTHING, ...shifts[phase], ...change } } });
};

/** start-shift: refused or begun, by the core's rule, with a healthy and a sick production, a fresh and an old permit. */
export const startShift =
  (phase: Phase): Step =>
  (world, i, rules) => {
    const release = world.releases[i]!;
    const document = release.shifts[phase];
    if (document !== null && document.result !== null && document.decision === null)
      return [{ word: 'REFUSED', world }];
    if (phase === 'WATCH') return [{ word: 'OBSERVE', world: put(world, i, phase, {}) }];
    if (release.traffic[phase] !== null) return [{ word: 'OBSERVE', world }];
    const refusals = [true, false].flatMap((healthy) =>
      [0, 1].map((age) => refusal(rules, world, release, phase, healthy, age)),
    );
    const replies: Reply[] = refusals.flatMap((refused) =>
      refused === null ? [] : [{ word: 'REFUSED', world: put(world, i, phase, { result: refused.result }) }],
    );
    if (refusals.every((refused) => refused !== null)) return replies;
    const begun = withRelease(put(world, i, phase, {}), i, {
      traffic: { ...release.traffic, [phase]: 'SHIFTING' },
      ...(phase === 'ROLLOUT' && release.permit !== null && release.permit !== 'DENIED'
        ? { permit: { ...release.permit, consumed: true } }
        : {}),
    });
    return [...replies, { word: 'OBSERVE', world: begun }];
  };

function refusal(
  rules: Rules,
  world: World,
  { id, permit, stop }: Release,
  phase: Phase,
  healthy: boolean,
  now: number,
) {
  const written = permit !== null && permit !== 'DENIED' ? permit : null;
  return rules.startRefusal({
    // An alarm that is on refuses with the same word as a sick production.
    ...{ phase, running: true, productionHealthy: healthy, alarms: [], mayLackData: [] },
    ...{ digest: 'decided', releaseId: id, now },
    stop: stop ? STOP : null,
    killSwitch: world.killSwitch ? 'on' : null,
    permit: written && {
      digest: 'decided',
      fence: written.fence,
      expiresAt: 1,
      consumedBy: written.consumed ? 'a shift' : null,
    },
    fence: world.lock.holder,
  });
}

/** observe-shift: every decision that the core makes of any observation of this traffic. A decision stands. */
export const observeShift =
  (phase: Phase): Step =>
  (world, i, rules) => {
    const release = world.releases[i]!;
    const document = release.shifts[phase];
    if (document === null) return [{ word: null, world }];
    if (document.decision !== null) return [{ word: document.decision, world }];
    const seen = observations(rules, phase, release.traffic[trafficOf(phase)], release.stop, world.killSwitch);
    return seen.map(({ decision, result, by }) => ({
      word: decision,
      world: decision === 'CONTINUE' ? world : put(world, i, phase, { decision, result, by }),
    }));
  };

export const stopShift =
  (phase: Phase): Step =>
  (world, i, rules) => {
    const release = world.releases[i]!;
    const { traffic } = release;
    const before = traffic[trafficOf(phase)];
    if (before === null) return [{ word: 'VERIFY', world }];
    return giveBack(before, mayGoBack(rules, release, phase)).map((after) => ({
      word: after === 'RETURNING' ? 'WAIT' : 'VERIFY',
      world: withRelease(world, i, { traffic: { ...traffic, [trafficOf(phase)]: after } }),
    }));
  };

/**
 * end-shift, VERIFY: what the core makes of what serves now, early and late, with checks that pass, fail and never ran, and
 * whatever an analyst has said. Where one may be asked it is asked and not, again and again, which is more than there is.
 */
export const verifyShift =
  (phase: Phase): Step =>
  (world, i, rules) => {
    const { shifts, traffic: all } = world.releases[i]!;
    const may = mayGoBack(rules, world.releases[i]!, phase);
    const document = shifts[phase];
    const before = all[trafficOf(phase)];
    if (document?.ended)
      return [{ word: document.ended, world }, ...(document.result === 'FAILED' ? [{ word: 'ANALYSE', world }] : [])];
    const state = before === 'SETTLED' ? 'COMPLETE' : before;
    const moved =
      phase !== 'STAGING' && document?.decision !== 'PROMOTE' && (state === 'RETURNED' || state === 'FAILED');
    const check = (passed: boolean) => ({ name: 'health', passed, detail: '' });
    const checks = moved ? [[], [check(true)], [check(false)]] : [null];
    const when = document === null ? 'NEVER' : whenOf(rules, phase, document);
    const replies = new Map<string, Reply>();
    for (const one of checks)
      for (const sinceDecisionSeconds of [0, 100_000])
        for (const words of SAID) {
          const { result, cautioned } = rules.withCaution(phase, document?.result ?? null, words, 'caution');
          const end = rules.aftermath({
            ...{ phase, state, sinceDecisionSeconds, checks: one, afterInconclusive: 'person', result, cautioned },
            ...{ decision: document?.decision ?? null, decidedBy: document?.by ?? null },
          });
          const ended = end.kind === 'WAIT' ? [] : finish(end);
          const waiting =
            end.kind === 'WAIT' && before !== null ? giveBack(before, may).map((after) => asked(after)) : [];
          for (const reply of [...ended, ...waiting]) replies.set(JSON.stringify(reply), reply);
        }
    return [...replies.values()];

    function finish({ result, next, killSwitch }: Extract<ReturnType<Rules['aftermath']>, { kind: 'ENDED' }>): Reply[] {
      const written = document === null ? world : put(world, i, phase, { result, ended: next });
      const settled = phase === 'WATCH' && result === 'PASSED' && before === 'COMPLETE';
      const now = settled
        ? { ...withRelease(written, i, { traffic: { ...all, ROLLOUT: 'SETTLED' } }), running: world.releases[i]!.head }
        : written;
      const done = { word: next, world: killSwitch ? { ...now, killSwitch: true } : now };
      if (when === 'BEFORE' && (result === 'PASSED' || result === 'INCONCLUSIVE'))
        return [done, { word: 'ANALYSE', world }];
      return when === 'AFTER' && result === 'FAILED' ? [done, { ...done, word: 'ANALYSE' }] : [done];
    }
    function asked(after: NonNullable<typeof before>): Reply {
      return { word: 'WAIT', world: withRelease(world, i, { traffic: { ...all, [trafficOf(phase)]: after } }) };
    }
  };

function whenOf(rules: Rules, phase: Phase, { decision, result, by }: ShiftDocument): 'BEFORE' | 'AFTER' | 'NEVER' {
  const because = by === null ? null : { rule: by, status: 'OK' as const, observed: '', required: '', children: [] };
  const checks = [{ name: 'health', kind: 'service-health' as const, passed: true, detail: '' }];
  return rules.whenAsked({ phase, decision, result, because, analysis: null, checks });
}
