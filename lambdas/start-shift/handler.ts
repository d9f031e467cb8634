import type { z } from 'zod';
import { mayReturn } from '../../core/canary/may-return.ts';
import { shiftPlan } from '../../core/canary/shift-plan.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { startShiftContract } from '../../core/contracts/steps.ts';
import { shiftIdOf } from '../kit/end-shifts.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { refusalOf } from './refusal-of.ts';

/** Seconds that a version is given to start before anybody looks. */
const FIRST_LOOK = 30;

/** Starts a shift: recorded first, then begun. A rollout begins only by consuming its permit. */
export const createHandler = (deps: Deps) => async (input: z.output<typeof startShiftContract.input>) => {
  const { phase } = input;
  const context = await releaseContext(deps, input.releaseId, phase.toLowerCase());
  const { release, settings, evidence, record } = context;
  const { service, head } = release.change;
  if (release.digest === null) throw new Terminal('the release has no digest to deploy');
  const shiftId = shiftIdOf(release.releaseId, phase);
  const { plan: released } = await evidence.get('verdict');
  const plan = shiftPlan(phase, settings.config, released);
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
    verifiedAt: null,
    plannedSeconds: plan.plannedSeconds,
    decision: null,
    result: null,
    because: null,
    analysis: null,
    analyst: null,
    past: null,
    checks: [],
    pings: null,
    buckets: [],
    judge: null,
  };

  const refuse = async (refused: ShiftEvidence) => {
    await record({
      key: `shift.${phase}.refused`,
      event: 'shift.refused',
      rationale: refused.because?.observed ?? 'refused',
      payload: { phase },
    });
    return { next: 'REFUSED' as const };
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
      mayReturn: mayReturn(released, phase),
    });
  }
  return { next: 'OBSERVE' as const, watch: null, waitSeconds: FIRST_LOOK };
};
