import type { Environment, Version } from '../../core/contracts/shift.ts';
import type { ShiftStatus } from '../../lambdas/ports.ts';
import type { ClockSetting } from '../scaled-clock.ts';
import { activeShift, statusOf } from './target.ts';
import type { Arm, Target } from './target.ts';

export interface VersionReport extends Version {
  readonly role: 'running' | 'new';
  /** Process group; null while no process of it is ready, with the reason in `problem`. */
  readonly pid: number | null;
  readonly port: number | null;
  readonly problem: string | null;
  readonly weight: number;
  readonly requests: number;
  readonly errors: number;
  readonly inFlight: number;
}

export interface TargetReport {
  readonly service: string;
  readonly environment: Environment;
  /** At which users reach it on 127.0.0.1. */
  readonly port: number;
  readonly health: string;
  readonly versions: readonly VersionReport[];
  readonly shift: (ShiftStatus & { readonly shiftId: string }) | null;
  /** Requests that the proxy itself had to answer 502, 503 or 504. */
  readonly lost: number;
  /** Answers that a version broke off in the middle. */
  readonly cutOff: number;
}

/** What the data plane does now, for the doctor and the CLI. */
export interface DataPlaneReport {
  readonly pid: number;
  readonly clock: ClockSetting;
  readonly targets: readonly TargetReport[];
}

export function reportOf(targets: readonly Target[], clock: ClockSetting): DataPlaneReport {
  return { pid: process.pid, clock, targets: targets.map(reportTarget) };
}

function reportTarget(target: Target): TargetReport {
  const shift = activeShift(target);
  return {
    service: target.spec.service,
    environment: target.environment,
    port: target.port,
    health: target.spec.health,
    versions: [
      ...(target.stable ? [reportArm(target.stable, 'running', 100 - target.weight)] : []),
      ...(target.candidate ? [reportArm(target.candidate, 'new', target.weight)] : []),
    ],
    shift: shift && { shiftId: shift.request.shiftId, ...statusOf(shift) },
    lost: target.lost,
    cutOff: target.cutOff,
  };
}

function reportArm(arm: Arm, role: VersionReport['role'], weight: number): VersionReport {
  return {
    ...arm.version,
    role,
    pid: arm.unit?.group.pgid ?? null,
    port: arm.unit?.port ?? null,
    problem: arm.unit ? null : (arm.problem ?? 'starting'),
    weight,
    ...arm.meter.totals(),
    inFlight: arm.inFlight,
  };
}
