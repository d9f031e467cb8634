import { createHash } from 'node:crypto';
import type { Ending } from '../../core/release/outcome-of.ts';
import { outcomeMail } from '../../core/report/outcome-mail.ts';
import { hasService, serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** Tells the approvers how a release ended (001-29, 001-30). A mail that is not taken changes nothing. */
export async function sendOutcome(
  deps: Deps,
  { release, settings, evidence }: ReleaseContext,
  ending: Ending,
): Promise<void> {
  if (!hasService(settings, release.change.service)) return;
  const shifts = await Promise.all((['CANARY', 'ROLLOUT', 'WATCH'] as const).map((p) => evidence.shift(p)));
  const moved = shifts.some((s) => s?.servedSince);
  const isFrozen = shifts.some((s) => s?.result === 'FROZEN');
  const mail = outcomeMail({
    releaseId: release.releaseId,
    service: release.change.service,
    change: release.change.change,
    title: release.change.title,
    outcome: ending.outcome,
    seconds: (deps.clock.now() - Date.parse(release.openedAt)) / 1000,
    reason: ending.because,
    rollback: isFrozen
      ? 'not safe for this change: the traffic is frozen as it is, until a person moves it'
      : ending.outcome === 'ROLLBACK_FAILED'
        ? 'failed'
        : moved
          ? 'the old version has all traffic again'
          : null,
    incident: await evidence.find('incident'),
    analyst: shifts.findLast((s) => s?.result === 'FAILED')?.analyst ?? null,
    link: null,
  });
  for (const approver of serviceOf(settings, release).approvers ?? settings.config.approvers)
    await deps.mail.send({
      // Hashed, because an id may hold what a key cannot and two ids must never share one.
      key: `${release.releaseId}.outcome.${sha256(approver.id).slice(0, 12)}`,
      to: approver.email,
      ...mail,
    });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
