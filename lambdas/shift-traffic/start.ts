import { createWatch } from '../../core/canary/create-watch.ts';
import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import { shiftPlan } from '../../core/canary/shift-plan.ts';
import { startRefusal } from '../../core/canary/start-refusal.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Digest } from '../../core/contracts/ids.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { Phase, Version } from '../../core/contracts/shift.ts';
import { shiftIdOf } from '../kit/end-shifts.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { writeWatch } from './watch.ts';

/** Starts a shift: recorded first, then begun. A rollout begins only by consuming its permit. */
export async function start(deps: Deps, context: ReleaseContext, phase: Phase) {
  const { release, settings, evidence, record } = context;
  const { service, head } = release.change;
  if (release.digest === null) throw new Terminal('the release has no digest to deploy');
  const shiftId = shiftIdOf(release.releaseId, phase);
  const plan = shiftPlan(phase, settings.config);
  const to = { commit: head, digest: release.digest };
  const now = deps.clock.now();
  const running = await deps.deployer.running(service, 'production');
  const document: ShiftEvidence = (await evidence.shift(phase)) ?? {
    shiftId,
    phase,
    from: running,
    to,
    startedAt: now,
    servedSince: null,
    decidedAt: null,
    endedAt: null,
    plannedSeconds: plan.plannedSeconds,
    decision: null,
    result: null,
    because: null,
    analysis: null,
    checks: [],
    buckets: [],
  };

  const refuse = async (refused: ShiftEvidence) => {
    await record({
      key: `shift.${phase}.refused`,
      event: 'shift.refused',
      rationale: refused.because?.observed ?? 'refused',
      payload: { phase },
    });
    return { action: 'START' as const, next: 'REFUSED' as const, watch: {} };
  };
  // A repeated call starts nothing that was refused, and refuses nothing that has begun: that is for an observation.
  if (document.result !== null && document.decision === null) return refuse(document);
  const begun = plan.steps.length > 0 && (await deps.deployer.status(shiftId)) !== null;
  const refusal = begun ? null : await refusalOf(deps, context, phase, to.digest, running);
  if (refusal !== null) {
    const refused = { ...document, ...refusal, decidedAt: now };
    await evidence.putShift(refused);
    return refuse(refused);
  }

  await record({
    key: `shift.${phase}.started`,
    event: 'shift.started',
    rationale:
      plan.steps.length === 0
        ? `watching for ${plan.plannedSeconds} s`
        : plan.steps.map((s) => `${s.weight} %`).join(', then '),
    payload: { phase, shiftId, from: running, to, steps: plan.steps, plannedSeconds: plan.plannedSeconds },
  });
  await evidence.putShift(document);
  if (plan.steps.length > 0 && running !== null) {
    if (phase === 'ROLLOUT' && !(await deps.permits.consume(release.releaseId, shiftId)))
      throw new Terminal('the permit of this release was used by another shift');
    await deps.deployer.start({
      shiftId,
      service,
      environment: plan.environment,
      from: running,
      to,
      steps: plan.steps,
    });
  }
  const history = await deps.metrics.history(shiftId);
  const judge = createWatch(
    judgeConfigFor(settings.config, serviceOf(settings, release).tier, plan.plannedSeconds),
    history,
  );
  const watch = {
    judge,
    origin: phase === 'WATCH' ? now : null,
    seen: now,
    plannedSeconds: plan.plannedSeconds,
    extensionsLeft: plan.extensions,
    checkedAtStart: false,
  };
  return { action: 'START' as const, next: 'OBSERVE' as const, watch: writeWatch(watch) };
}

async function refusalOf(
  deps: Deps,
  { release }: ReleaseContext,
  phase: Phase,
  digest: Digest,
  running: Version | null,
): Promise<ReturnType<typeof startRefusal>> {
  const { service } = release.change;
  // A version that does not answer now is no baseline, and what breaks next would be blamed on the change (001-66).
  const health = phase === 'WATCH' ? [] : await deps.checks.run(service, 'production', []);
  return startRefusal({
    phase,
    stop: release.stop,
    killSwitch: await deps.controls.killSwitch(service),
    running: running !== null,
    productionHealthy: health.length > 0 && health.every((c) => c.passed),
    permit: phase === 'ROLLOUT' ? await deps.permits.get(release.releaseId) : null,
    digest,
    fence: await deps.locks.holder(service, 'production'),
    releaseId: release.releaseId,
    now: deps.clock.now(),
  });
}
