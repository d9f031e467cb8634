import { conclude } from '../../core/canary/conclude.ts';
import { createWatch } from '../../core/canary/create-watch.ts';
import { observe } from '../../core/canary/observe.ts';
import { judgeConfigSchema } from '../../core/contracts/analysis.ts';
import type { Incident } from '../../core/contracts/incident.ts';
import type { Bucket } from '../../core/contracts/measurement.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { incidentPacket, type ShiftEnding } from '../../core/report/incident-packet.ts';
import { release } from '../contracts/samples.ts';
import { arm } from './fakes/metrics.ts';
import { healthy } from './fakes/checks.ts';
import { DIGEST, HEAD, RUNNING, someEvent } from './some-change.ts';

const START = Date.parse('2026-01-05T09:00:00.000Z');
export const HISTORY = { errorRate: 0.001, p50: 10, p95: 10, p99: 12 };
export const config = judgeConfigSchema.parse({ warmUpSec: 0 });

/** A canary of which 2 % fail beside a baseline of which 0.1 % do. */
export const harmful: readonly Bucket[] = [10, 20, 30].map((endSec) => ({
  endSec,
  durSec: 10,
  canary: arm(1000, 20),
  baseline: arm(9000, 9),
}));

export function aShiftOf(buckets: readonly Bucket[], over: Partial<ShiftEvidence> = {}): ShiftEvidence {
  const state = buckets.reduce((now, bucket) => observe(now, bucket).state, createWatch(config, HISTORY));
  const analysis = conclude(state, { atSec: 30 });
  return {
    shiftId: `${aRelease().releaseId}.CANARY`,
    phase: 'CANARY',
    from: RUNNING,
    to: { commit: HEAD, digest: DIGEST },
    startedAt: START,
    servedSince: START + 5_000,
    decidedAt: START + 35_000,
    endedAt: null,
    verifiedAt: null,
    analyst: null,
    past: null,
    plannedSeconds: 600,
    decision: 'ROLL_BACK',
    result: 'FAILED',
    because: { rule: 'judge', status: 'REJECT', observed: analysis.headline, required: 'no harm', children: [] },
    analysis,
    checks: [],
    pings: null,
    buckets: [...buckets],
    judge: { config, history: HISTORY },
    ...over,
  };
}

export const aRelease = (title = 'Find whatever the case'): Release => ({
  ...release(7),
  change: someEvent({ title }),
  digest: DIGEST,
});

export const ending = (over: Partial<ShiftEnding> = {}): ShiftEnding => ({
  result: 'FAILED',
  words: 'the old version has all traffic again',
  at: START + 60_000,
  timeToRestoreSeconds: 25,
  quarantine: true,
  killSwitch: false,
  checks: [healthy],
  ...over,
});

export function anIncident(title?: string): Incident {
  const incident = incidentPacket(aRelease(title), aShiftOf(harmful), ending());
  if (incident === null) throw new Error('a harmful canary is an incident');
  return incident;
}
