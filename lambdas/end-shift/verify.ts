import * as z from 'zod';
import { aftermath } from '../../core/canary/aftermath.ts';
import { restoreSeconds } from '../../core/canary/restore-seconds.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { shiftResultSchema, type Phase } from '../../core/contracts/shift.ts';
import { shiftIdOf } from '../kit/end-shifts.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { putIncident } from './put-incident.ts';

/** Looks at what serves now and says how the shift ended; quarantine and kill switch follow from that. */
export async function verify(deps: Deps, context: ReleaseContext, phase: Phase) {
  const { release, evidence, record, settings } = context;
  const { service } = release.change;
  const shiftId = shiftIdOf(release.releaseId, phase);
  const document = await evidence.shift(phase);
  const status = await deps.deployer.status(shiftId);
  const back = status === null || status.state === 'RETURNED' || status.state === 'FAILED';
  const moved = phase !== 'STAGING' && document?.decision !== 'PROMOTE' && status !== null && back;
  const now = deps.clock.now();
  const checks = moved ? await deps.checks.run(service, 'production', serviceOf(settings, release).checks) : null;
  const end = aftermath({
    phase,
    decision: document?.decision ?? null,
    decidedBy: document?.because?.rule ?? null,
    result: document?.result ?? null,
    state: status?.state ?? null,
    sinceDecisionSeconds:
      document?.decidedAt === null || document === null ? Number.POSITIVE_INFINITY : (now - document.decidedAt) / 1000,
    checks,
    afterInconclusive: settings.config.rollout.afterInconclusive,
  });
  if (end.kind === 'WAIT') {
    // Asked again, because a STOP that failed has led here too.
    if (status?.state !== 'RETURNING')
      await deps.deployer.giveBack(shiftId, reasonOf(document) ?? 'the shift has ended');
    return { action: 'VERIFY' as const, next: 'WAIT' as const, result: 'FAILED' as const };
  }

  const reason = reasonOf(document) ?? end.because;
  const written = await record({
    key: `shift.${phase}.ended`,
    event: 'shift.ended',
    rationale: end.result === 'ROLLBACK_FAILED' || end.result === 'FROZEN' ? `${end.because} (${reason})` : reason,
    payload: {
      phase,
      result: end.result,
      next: end.next,
      now: end.because,
      timeToRestoreSeconds: restoreSeconds({
        decidedAt: document?.decidedAt ?? null,
        verifiedAt: deps.clock.now(),
        state: status?.state ?? null,
        result: end.result,
        checked: checks !== null,
      }),
      quarantine: end.quarantine,
      killSwitch: end.killSwitch,
    },
  });
  // What was written first is what counts: a repeated call may find another world.
  const ended = endedSchema.parse(written.payload);
  const { result, next, quarantine, killSwitch, now: seen } = ended;
  if (quarantine && release.digest !== null)
    await deps.controls.addQuarantine(
      service,
      release.digest,
      `${phase} of ${release.releaseId}: ${reason}`.slice(0, 500),
    );
  if (killSwitch)
    await deps.controls.setKillSwitch(
      service,
      true,
      'interlock',
      `${result === 'FROZEN' ? 'traffic frozen' : 'rollback failed'} in ${phase} of ${release.releaseId}: ${seen}`.slice(
        0,
        500,
      ),
    );
  if (phase === 'WATCH' && result === 'PASSED') await deps.deployer.settle(shiftId);
  const endedAt = Date.parse(written.at);
  if (document !== null) {
    await evidence.putShift({ ...document, result, endedAt });
    await putIncident(context, document, { ...ended, words: seen, at: endedAt, checks });
  }
  return { action: 'VERIFY' as const, next, result };
}

const endedSchema = z.object({
  result: shiftResultSchema,
  next: z.enum(['PROCEED', 'CLOSE']),
  now: z.string(),
  quarantine: z.boolean(),
  killSwitch: z.boolean(),
  timeToRestoreSeconds: z.int().nullable(),
});

const reasonOf = (document: ShiftEvidence | null) => document?.because?.observed;
