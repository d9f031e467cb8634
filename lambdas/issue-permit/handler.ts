import { isUnproven } from '../../core/canary/is-unproven.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { freezeAt } from '../../core/release/freeze.ts';
import { permitCheck, type PermitFacts } from '../../core/release/permit-check.ts';
import { releaseContext, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** How long a permit may lie unused: the rollout follows at once, but a home that died in between must find it valid. */
const PERMIT_SECONDS = 1800;

/** Re-checks everything at this moment and writes a one-use permit for exactly this artifact under this fence. */
export const createHandler =
  (deps: Deps) =>
  async ({ releaseId }: { releaseId: ReleaseId }) => {
    const context = await releaseContext(deps, releaseId, 'issue-permit');
    const { release, record, settings } = context;
    if ((await deps.permits.get(releaseId)) !== null) return { next: 'ROLL_OUT' as const };
    // A denial on record is the last word: what made it necessary may have gone since, the release goes no further.
    if ((await deps.auditLog.records(releaseId)).some((r) => r.key === 'permit.denied'))
      return { next: 'CLOSE' as const };
    const facts = await gather(deps, context);
    const { allowed, because } = permitCheck(facts);
    await record({
      key: allowed ? 'permit.issued' : 'permit.denied',
      event: allowed ? 'permit.issued' : 'permit.denied',
      rationale: because.observed,
      payload: { because, fence: facts.lockFence, settings: { hash: settings.hash, version: settings.version } },
    });
    if (!allowed || facts.lockFence === null || release.digest === null) return { next: 'CLOSE' as const };
    await deps.permits.issue({
      releaseId,
      service: release.change.service,
      head: release.change.head,
      digest: release.digest,
      fence: facts.lockFence,
      issuedAt: facts.nowMs,
      expiresAt: facts.nowMs + PERMIT_SECONDS * 1000,
      consumedBy: null,
    });
    return { next: 'ROLL_OUT' as const };
  };

async function gather(deps: Deps, { release, evidence, settings }: ReleaseContext): Promise<PermitFacts> {
  const { change, digest, configHash } = release;
  if (digest === null || configHash === null) throw new Terminal('the release has no digest or config hash');
  const nowMs = deps.clock.now();
  const verdict = await evidence.get('verdict');
  const staging = await evidence.shift('STAGING');
  const canary = await evidence.shift('CANARY');
  const holds = await deps.holds.ofRelease(release.releaseId);
  const approval = holds.find((h) => h.kind !== 'TIME_LOCK');
  const timeLock = holds.find((h) => h.kind === 'TIME_LOCK');
  const running = await deps.deployer.running(change.service, 'production');
  const holder = await deps.locks.holder(change.service, 'production');
  const health = await deps.checks.run(change.service, 'production', []);
  return {
    decided: { head: change.head, digest, configHash },
    now: {
      head: await deps.vcs.currentHead(change.source, change.change),
      digest: await deps.vcs.digestOf(change.source, change.head),
      configHash: settings.hash,
    },
    nowMs,
    stop: release.stop?.reason ?? null,
    gatesPassed: (await deps.gates.result(release.releaseId))?.status === 'PASSED',
    approval: approval?.status.kind === 'ENDED' ? { ...approval.subject, answer: approval.status.answer } : null,
    personRequired:
      verdict.route === 'HUMAN' || verdict.riskClass === 'HIGH' || isUnproven(staging?.result, canary?.result),
    // It is INCONCLUSIVE when its checks passed and the analyst asked for a person.
    stagingPassed: staging?.result === 'PASSED' || staging?.result === 'INCONCLUSIVE',
    canaryJudged: canary?.result === 'PASSED' || canary?.result === 'INCONCLUSIVE',
    timeLock:
      timeLock?.status.kind === 'ENDED'
        ? { answer: timeLock.status.answer, deadlineMs: Date.parse(timeLock.deadline) }
        : null,
    killSwitch: await deps.controls.killSwitch(change.service),
    freeze: freezeAt(settings.config.freezeWindows, change.service, nowMs),
    quarantine: await deps.controls.quarantine(change.service, digest),
    productionHealthy: health.length > 0 && health.every((c) => c.passed),
    containsRunning: running === null || (await deps.vcs.contains(change.source, change.head, running.commit)),
    lockFence: holder?.releaseId === release.releaseId ? holder.fence : null,
  };
}
