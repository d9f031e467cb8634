import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { Verdict } from '../../core/contracts/verdict.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { PASSED } from './fakes/gates.ts';
import { DIGEST, RUNNING, SHOP, someEvent } from './some-change.ts';
import type { World } from './steps-world.ts';

export type Seed = {
  readonly event?: Partial<ChangeSubmitted>;
  readonly verdict?: Partial<Verdict>;
  /** Phases that ended, with how; a PROCEED of each is not checked. */
  readonly shifts?: Partial<Record<Phase, Partial<ShiftEvidence>>>;
  readonly locked?: boolean;
};

export const verdict: Verdict = {
  version: 1,
  route: 'HUMAN',
  next: 'ROLL_OUT',
  confidence: 60,
  riskClass: 'MEDIUM',
  plan: { kind: 'ROLL_OUT', rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' } },
  triggers: ['first-time-resolution'],
  policies: ['conservative-person'],
  because: { rule: 'decision', status: 'PERSON', observed: 'a person is asked', required: '', children: [] },
};

/** A release that has been opened, passed its gates and was decided on, without going through those steps. */
export async function seedRelease(world: World, seed: Seed = {}): Promise<ReleaseId> {
  const { ports, clock } = world;
  const change = someEvent({ at: new Date(clock.now()).toISOString(), ...seed.event });
  const releaseId = releaseIdOf(change);
  await ports.executions.start(releaseId, change);
  ports.deployer.serving.set('production', RUNNING);
  ports.vcs.heads.set(change.change, change.head);
  await ports.releases.create({
    releaseId,
    change,
    digest: DIGEST,
    configHash: ports.settings.now.hash,
    openedAt: new Date(clock.now()).toISOString(),
    status: 'OPEN',
    at: 'open-release',
    stop: null,
    outcome: null,
    closedAt: null,
  });
  const evidence = evidenceOf(ports.blobs, releaseId);
  await evidence.putDiff(ports.vcs.change.diff);
  await evidence.put('change', {
    files: 1,
    linesAdded: 1,
    linesRemoved: 1,
    rollback: { class: 'CODE_ONLY', why: 'code alone' },
    signals: [{ kind: 'source', files: ['src/search.js'], detail: 'code that runs' }],
    authors: ['dev@example.com'],
    trailers: [],
  });
  await evidence.put('gates', PASSED);
  await ports.gates.finish(releaseId);
  await evidence.put('verdict', { ...verdict, ...seed.verdict });
  for (const [phase, over] of Object.entries(seed.shifts ?? {}))
    await evidence.putShift({ ...endedShift(releaseId, phase as Phase, clock.now()), ...over });
  if (seed.locked ?? true) await ports.locks.take(SHOP, 'production', releaseId, clock.now());
  return releaseId;
}

function endedShift(releaseId: ReleaseId, phase: Phase, at: number): ShiftEvidence {
  return {
    shiftId: `${releaseId}.${phase}`,
    phase,
    from: RUNNING,
    to: { commit: someEvent().head, digest: DIGEST },
    startedAt: at,
    servedSince: at,
    decidedAt: at,
    endedAt: at,
    verifiedAt: null,
    plannedSeconds: 600,
    decision: 'WITHDRAW',
    result: 'PASSED',
    because: { rule: 'judge', status: 'OK', observed: 'no worse', required: 'no harm', children: [] },
    analysis: null,
    analyst: null,
    past: null,
    checks: [],
    pings: null,
    buckets: [],
    judge: null,
  };
}
