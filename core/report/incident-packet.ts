import { incidentSchema, type Incident } from '../contracts/incident.ts';
import type { Release } from '../contracts/release.ts';
import type { ShiftEvidence } from '../contracts/shift-evidence.ts';
import type { Phase, ShiftResult } from '../contracts/shift.ts';
import { maskSecrets } from '../review/mask-secrets.ts';
import { incidentFigures } from './incident-figures.ts';
import { issueRecord } from './issue-record.ts';
import { safeBlock, safeLine } from './safe-text.ts';

/** How a shift ended and what followed, as end-shift recorded it. `at` is ms: when that was verified. */
export type ShiftEnding = {
  readonly result: ShiftResult;
  readonly words: string;
  readonly at: number;
  readonly timeToRestoreSeconds: number | null;
  readonly quarantine: boolean;
  readonly killSwitch: boolean;
  /** Checks of the old version after the return; null when none were needed. */
  readonly checks: readonly ShiftEvidence['checks'][number][] | null;
};

/** Whether a shift that ended so is an incident: what closes the release as ROLLED_BACK or ROLLBACK_FAILED (outcome-of.ts). */
export function isIncident(phase: Phase, result: ShiftResult): result is Incident['result'] {
  return result === 'ROLLBACK_FAILED' || result === 'FROZEN' || (result === 'FAILED' && phase !== 'STAGING');
}

/**
 * The packet of a shift that was ended for harm or could not be ended; null for every other ending. All texts are
 * bounded and without what looks like a credential; they stay untrusted and unescaped.
 */
export function incidentPacket(release: Release, shift: ShiftEvidence, ending: ShiftEnding): Incident | null {
  const { result } = ending;
  if (!isIncident(shift.phase, result)) return null;
  const { change } = release;
  const { because, analysis, judge } = shift;
  const { canary, baseline } = incidentFigures(shift.buckets, judge?.config.p99MsMax ?? null);
  const restored = ending.timeToRestoreSeconds !== null;
  const incident: Omit<Incident, 'issue'> = {
    version: 1,
    releaseId: release.releaseId,
    service: change.service,
    repository: text(change.repository, 300),
    change: text(change.change, 300),
    title: text(change.title, 500),
    commit: shift.to.commit,
    digest: release.digest,
    before: shift.from,
    phase: shift.phase,
    result,
    decided: {
      decision: shift.decision,
      rule: because?.rule ?? 'fault',
      observed: text(because?.observed ?? 'a step of the shift failed, so its traffic was given back', 2000),
      required: text(because?.required ?? 'every step of the shift works', 2000),
    },
    timeline: {
      started: instant(shift.startedAt),
      servedSince: instant(shift.servedSince),
      decided: instant(shift.decidedAt),
      restored: restored ? instant(ending.at) : null,
    },
    timeToRestoreSeconds: ending.timeToRestoreSeconds,
    numbers: {
      canary,
      baseline,
      past: judge === null ? null : { errorRate: judge.history.errorRate, p99Ms: judge.history.p99 },
      headline: analysis === null ? null : text(analysis.headline, 2000),
      tests: (analysis?.tests ?? []).slice(0, 50),
    },
    after: {
      words: text(ending.words, 2000),
      checks: (ending.checks ?? []).slice(0, 60).map((check) => ({
        ...check,
        name: text(check.name, 100),
        detail: text(check.detail, 500),
      })),
    },
    quarantine: ending.quarantine,
    killSwitch: ending.killSwitch,
  };
  return incidentSchema.parse({ ...incident, issue: issueRecord(incident) });
}

const text = (value: string, max: number): string => safeLine(maskSecrets(safeBlock(value, 4000)), max);

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
