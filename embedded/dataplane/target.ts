import type { Agent } from 'node:http';
import type { History } from '../../core/contracts/measurement.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import type { Environment, Version } from '../../core/contracts/shift.ts';
import type { ShiftRequest, ShiftStatus } from '../../lambdas/ports.ts';
import type { Group } from './groups.ts';
import type { Meter } from './meter.ts';
import type { ServiceSpec } from './protocol.ts';
import type { Timeline } from './timeline.ts';

/** A healthy process of a version, reachable on its own port. */
export interface Unit {
  readonly group: Group;
  readonly port: number;
  readonly agent: Agent;
  readonly startedAt: number;
}

/** One version within a target, over all its processes. */
export interface Arm {
  readonly version: Version;
  readonly spec: ServiceSpec;
  readonly meter: Meter;
  /** Ends whatever it is starting, and keeps it from being started again. */
  readonly closing: AbortController;
  checkout: string | null;
  /** Null while no process of it is ready. */
  unit: Unit | null;
  inFlight: number;
  /** Why the last attempt to start it failed. */
  problem: string | null;
}

export interface Shift {
  readonly request: ShiftRequest;
  state: ShiftStatus['state'];
  weight: number;
  since: number | null;
  /** When it had none any more, or was settled; null before. */
  until: number | null;
  detail: string;
  /** Index of the step that has the traffic, and since when. */
  step: number;
  stepAt: number;
  settled: boolean;
  readonly history: History;
  /** When somebody last asked, wall-clock ms. */
  askedAt: number;
  /** The measurements of both versions; null after a restart of the data plane and for old shifts. */
  meters: { readonly canary: Meter; readonly baseline: Meter | null } | null;
}

/** One (service, environment): its proxy and what it routes to. */
export interface Target {
  spec: ServiceSpec;
  readonly environment: Environment;
  readonly timeline: Timeline;
  port: number;
  /** The running version; in staging nothing runs between shifts. */
  stable: Arm | null;
  candidate: Arm | null;
  /** Percent of the requests that go to the candidate. */
  weight: number;
  /** Newest last; the one that is not over, if any, is the last. */
  readonly shifts: Shift[];
  /** Requests that the proxy answered 502, 503 or 504 itself, and answers that a version broke off. */
  lost: number;
  cutOff: number;
  /** Versions that are being let go. */
  readonly retiring: Set<Promise<void>>;
  stopping: boolean;
}

export function activeShift(target: Target): Shift | null {
  const last = target.shifts.at(-1);
  return last && isActive(last) ? last : null;
}

export function isActive(shift: Shift): boolean {
  if (shift.state === 'COMPLETE') return !shift.settled;
  return shift.state !== 'RETURNED' && shift.state !== 'FAILED';
}

export function statusOf({ state, weight, since, detail }: Shift): ShiftStatus {
  return { state, weight, since, detail };
}

export function short(commit: CommitSha): string {
  return commit.slice(0, 7);
}

export function nameOf(target: Target): string {
  return `${target.spec.service} (${target.environment})`;
}

export function sameVersion(a: Version | null | undefined, b: Version): boolean {
  return a?.commit === b.commit && a.digest === b.digest;
}
