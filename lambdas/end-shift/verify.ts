import * as z from 'zod';
import { withCaution } from '../../core/analyst/with-caution.ts';
import { aftermath } from '../../core/canary/aftermath.ts';
import { restoreSeconds } from '../../core/canary/restore-seconds.ts';
import type { AnalystWords } from '../../core/contracts/analyst.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { shiftResultSchema, type Phase } from '../../core/contracts/shift.ts';
import { shiftIdOf } from '../kit/end-shifts.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Asking } from './ask-analyst.ts';
import type { Deps } from './deps.ts';
import { putIncident } from './put-incident.ts';

/** What an analyst said of the shift, null while none did; and how to ask one before its end is recorded, if one is to be. */
export type Analyst = { readonly words: AnalystWords | null; readonly ask: (() => Promise<Asking>) | null };

/** Looks at what serves now and says how the shift ended; quarantine and kill switch follow from that. */
export async function verify(deps: Deps, context: ReleaseContext, phase: Phase, analyst: Analyst) {
  const { release, evidence, record, settings } = context;
  const { service } = release.change;
  const shiftId = shiftIdOf(release.releaseId, phase);
  const document = await evidence.shift(phase);
  const status = await deps.deployer.status(shiftId);
  const back = status === null || status.state === 'RETURNED' || status.state === 'FAILED';
  const moved = phase !== 'STAGING' && document?.decision !== 'PROMOTE' && status !== null && back;
  const now = deps.clock.now();
  const checks = moved ? await deps.checks.run(service, 'production', serviceOf(settings, release).checks) : null;
  const { config } = settings;
  const meant = withCaution(phase, document?.result ?? null, analyst.words, config.analyst.mode);
  const end = aftermath({
    phase,
    decision: document?.decision ?? null,
    decidedBy: document?.because?.rule ?? null,
    result: meant.result,
    state: status?.state ?? null,
    sinceDecisionSeconds:
      document?.decidedAt === null || document === null ? Number.POSITIVE_INFINITY : (now - document.decidedAt) / 1000,
    checks,
    afterInconclusive: config.rollout.afterInconclusive,
    cautioned: meant.cautioned,
  });
  if (end.kind === 'WAIT') {
    // Asked again, because a STOP that failed has led here too.
    if (status?.state !== 'RETURNING')
      await deps.deployer.giveBack(shiftId, reasonOf(document) ?? 'the shift has ended');
    return { action: 'VERIFY' as const, next: 'WAIT' as const, result: 'FAILED' as const };
  }

  const asking = end.result === 'PASSED' || end.result === 'INCONCLUSIVE' ? await analyst.ask?.() : undefined;
  if (asking?.kind === 'ASK') {
    if (document !== null) await evidence.putShift({ ...document, verifiedAt: document.verifiedAt ?? now });
    return { action: 'VERIFY' as const, next: 'ANALYSE' as const, result: 'FAILED' as const, ask: asking.ask };
  }

  const cautioned = meant.cautioned && end.result === 'INCONCLUSIVE';
  const reason = `${reasonOf(document) ?? end.because}${cautioned ? CAUTIONED : ''}`;
  const verifiedAt = document?.verifiedAt ?? deps.clock.now();
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
        verifiedAt,
        state: status?.state ?? null,
        result: end.result,
        checked: checks !== null,
      }),
      quarantine: end.quarantine,
      killSwitch: end.killSwitch,
      cautioned,
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
  const words = analyst.words ?? asking?.words ?? null;
  const endedAt = Date.parse(written.at);
  if (document !== null) {
    await evidence.putShift({ ...document, result, endedAt, verifiedAt, analyst: words });
    await putIncident(context, document, { ...ended, words: seen, at: endedAt, checks });
  }
  return { action: 'VERIFY' as const, next, result };
}

/** Ours, not the model's: what it said stands beside the judge's analysis, marked as its own words. */
const CAUTIONED = '; the analyst names a regression in these figures, so a person is asked';

/** Of the record that a shift has ended. */
export const endedSchema = z.object({
  result: shiftResultSchema,
  next: z.enum(['PROCEED', 'CLOSE']),
  now: z.string(),
  quarantine: z.boolean(),
  killSwitch: z.boolean(),
  timeToRestoreSeconds: z.int().nullable(),
});

const reasonOf = (document: ShiftEvidence | null) => document?.because?.observed;
