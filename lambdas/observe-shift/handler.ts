import type { z } from 'zod';
import { conclude } from '../../core/canary/conclude.ts';
import { decideShift } from '../../core/canary/decide-shift.ts';
import { inOrder } from '../../core/canary/in-order.ts';
import { LONGEST_WAIT, nextLook } from '../../core/canary/next-look.ts';
import { observe as judgeBucket, type JudgeDecision } from '../../core/canary/observe.ts';
import { watchedCuts } from '../../core/canary/watched-cuts.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Bucket } from '../../core/contracts/measurement.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { observeShiftContract } from '../../core/contracts/steps.ts';
import { shiftIdOf } from '../kit/end-shifts.ts';
import { releaseContext } from '../kit/release-context.ts';
import { beginWatch } from './begin-watch.ts';
import type { Deps } from './deps.ts';
import { pastOf } from './past-of.ts';
import { runChecks } from './run-checks.ts';
import { readWatch, writeWatch, type Watch } from './watch.ts';

/** The most buckets kept as evidence: five and a half hours of 10 s buckets, more than any phase lasts. */
const BUCKETS_KEPT = 2000;

/** One observation: measure, judge, decide. The decision is recorded when it is anything but to go on. */
export const createHandler = (deps: Deps) => async (input: z.output<typeof observeShiftContract.input>) => {
  const { phase } = input;
  const context = await releaseContext(deps, input.releaseId, phase.toLowerCase());
  const { release, evidence, record } = context;
  const shiftId = shiftIdOf(release.releaseId, phase);
  const document = await evidence.shift(phase);
  if (document === null) throw new Terminal(`shift ${shiftId} has no evidence: it was never started`);
  const before = input.watch === null ? await beginWatch(deps, context, document) : readWatch(input.watch);
  const status = await deps.deployer.status(shiftId);
  // After the status, which may be the one that first sees traffic: nothing has served for less than no time.
  const now = deps.clock.now();
  const recordDecision = ({ decision, result, because, analysis }: ShiftEvidence) =>
    record({
      key: `shift.${phase}.decided`,
      event: 'shift.decided',
      rationale: because?.observed ?? '',
      payload: { phase, decision, result, weight: status?.weight ?? null, because, analysis },
    });
  // A repeated call must not decide anew; it makes sure that what was decided is on record.
  if (document.decision !== null) {
    await recordDecision(document);
    return { next: document.decision, watch: writeWatch(before), waitSeconds: LONGEST_WAIT };
  }
  const origin = before.origin ?? status?.since ?? null;
  const elapsed = origin === null ? null : (now - origin) / 1000;
  const buckets = origin === null ? [] : await measured(deps, shiftId, before, origin, now);
  const judged = judgeAll(before, buckets);
  const analysis =
    origin === null || elapsed === null
      ? null
      : conclude(judged.state, { atSec: Math.floor(elapsed), number: lookNumber(before, elapsed) });
  const state = status?.state ?? null;
  const {
    checks,
    seen: asked,
    pings,
  } = await runChecks(deps, context, before, {
    ...{ phase, state, analysis },
    elapsedSeconds: elapsed,
  });

  const verdict = decideShift({
    phase,
    status,
    elapsedSeconds: elapsed,
    plannedSeconds: before.plannedSeconds,
    judge: judged.decision,
    analysis,
    checks,
    pings: phase === 'WATCH' ? pings : null,
    stop: (await deps.releases.get(release.releaseId))?.stop ?? null,
    killSwitch: await deps.controls.killSwitch(release.change.service),
    extensionsLeft: before.extensionsLeft,
  });

  const seen =
    buckets.length === 0 || origin === null ? before.seen : origin + buckets[buckets.length - 1]!.endSec * 1000;
  const known = document.buckets.filter((b) => origin === null || origin + b.endSec * 1000 <= before.seen);
  const after: ShiftEvidence = {
    ...document,
    servedSince: status?.since ?? document.servedSince,
    analysis,
    past: document.past ?? (await pastOf(deps, context, phase)),
    checks: asked === null ? document.checks : [...asked],
    pings: phase === 'WATCH' ? { ran: pings.ran, failed: pings.failed } : null,
    buckets: [...known, ...buckets].slice(-BUCKETS_KEPT),
    judge: { config: before.judge.config, history: before.judge.history },
    ...(verdict.decision === 'CONTINUE'
      ? {}
      : { decision: verdict.decision, result: verdict.result, because: verdict.because, decidedAt: now }),
  };
  await evidence.putShift(after);
  if (verdict.decision !== 'CONTINUE') await recordDecision(after);
  else if (verdict.extend === true)
    await record({
      key: `shift.${phase}.extended.${before.extensionsLeft}`,
      event: 'shift.extended',
      rationale: verdict.because.observed,
      payload: { phase, extensionsLeft: before.extensionsLeft - 1 },
    });

  const extension = verdict.extend === true ? document.plannedSeconds : 0;
  const next: Watch = {
    judge: judged.state,
    origin,
    seen,
    plannedSeconds: before.plannedSeconds + extension,
    extensionsLeft: before.extensionsLeft - (verdict.extend === true ? 1 : 0),
    checkedAtStart: before.checkedAtStart || checks !== null,
    pings,
  };
  const waitSeconds = nextLook({
    phase,
    elapsedSeconds: elapsed,
    plannedSeconds: next.plannedSeconds,
    cadence: deps.metrics.cadence,
    now,
  });
  return { next: verdict.decision, watch: writeWatch(next), waitSeconds };
};

function measured({ metrics }: Deps, shiftId: string, { judge, seen }: Watch, origin: number, now: number) {
  return metrics.buckets(shiftId, Math.max(seen, origin), now, origin, watchedCuts(judge.config, judge.history));
}

/** Which planned look this is; none while the planned time has not passed. */
function lookNumber({ judge, plannedSeconds, extensionsLeft }: Watch, elapsed: number): number {
  return elapsed >= plannedSeconds ? judge.config.extensions - extensionsLeft + 1 : 0;
}

function judgeAll(watch: Watch, buckets: readonly Bucket[]): { state: Watch['judge']; decision: JudgeDecision } {
  let state = watch.judge;
  let decision: JudgeDecision = 'CONTINUE';
  for (const bucket of inOrder(buckets)) {
    const judged = judgeBucket(state, bucket);
    state = judged.state;
    if (judged.decision === 'FAIL') decision = 'FAIL';
  }
  return { state, decision };
}
