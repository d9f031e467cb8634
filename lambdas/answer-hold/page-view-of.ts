import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Hold } from '../../core/contracts/hold.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { holdState } from '../../core/hold/hold-state.ts';
import { planAhead } from '../../core/hold/plan-ahead.ts';
import { evidenceOf } from '../kit/evidence.ts';
import { serviceOf } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { PageView } from './page/page-view.ts';

/** Everything the page shows, read from the stores. What is not there is null and shown as missing. */
export async function pageViewOf(deps: Deps, hold: Hold, viewer: PageView['viewer']): Promise<PageView> {
  const release = await deps.releases.get(hold.subject.releaseId);
  if (release === null) throw new Terminal(`release ${hold.subject.releaseId} is not known`);
  const settings = await deps.settings.current();
  const { config } = settings;
  const evidence = evidenceOf(deps.blobs, release.releaseId);
  const verdict = await evidence.get('verdict');
  const staging = await evidence.shift('STAGING');
  const canary = await evidence.shift('CANARY');
  const now = deps.clock.now();
  const { change } = release;
  return {
    now: new Date(now).toISOString(),
    state: holdState(hold, now, {
      head: change.head,
      digest: release.digest,
      configHash: settings.hash,
      stop: release.stop,
    }),
    hold,
    viewer,
    release: {
      releaseId: release.releaseId,
      service: change.service,
      repository: change.repository,
      change: change.change,
      title: change.title,
      description: change.description,
      base: change.base,
      head: change.head,
      digest: hold.subject.digest,
      submittedBy: change.submittedBy.id,
    },
    change: await evidence.get('change'),
    verdict,
    gates: (await evidence.find('gates'))?.results ?? [],
    review: await evidence.find('review'),
    staging: staging?.checks ?? null,
    analyst: { staging: staging?.analyst ?? null, canary: canary?.analyst ?? null },
    canary:
      canary === null
        ? null
        : {
            analysis: canary.analysis,
            buckets: canary.buckets,
            judge:
              canary.judge?.config ?? judgeConfigFor(config, serviceOf(settings, release).tier, canary.plannedSeconds),
            watchedSeconds: watched(canary),
          },
    ahead: planAhead({
      holdKind: hold.kind,
      plan: verdict.plan,
      riskClass: verdict.riskClass,
      deadline: Date.parse(hold.deadline),
      canaryPassedAt: canary?.endedAt ?? null,
      now,
      timing: config.timing,
      rollout: config.rollout,
    }),
  };
}

const watched = ({ servedSince, decidedAt }: ShiftEvidence): number | null =>
  servedSince === null || decidedAt === null ? null : Math.max(0, (decidedAt - servedSince) / 1000);
