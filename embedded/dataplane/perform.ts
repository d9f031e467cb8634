import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';
import type { Bucket, History } from '../../core/contracts/measurement.ts';
import type { Version } from '../../core/contracts/shift.ts';
import type { ShiftStatus } from '../../lambdas/ports.ts';
import type { z } from 'zod';
import { advanceShift } from './advance-shift.ts';
import { beginShift } from './begin-shift.ts';
import { bucketsOf } from './buckets.ts';
import type { DataPlane } from './data-plane.ts';
import { endTraffic } from './end-traffic.ts';
import { historyOf } from './history.ts';
import { historyOfShift } from './history-of-shift.ts';
import { minimalEnvironment } from './minimal-environment.ts';
import type { operationSchemas } from './protocol.ts';
import { reportOf } from './report.ts';
import type { DataPlaneReport } from './report.ts';
import { runCommand } from './run-command.ts';
import type { CommandResult } from './run-command.ts';
import { settleShift } from './settle-shift.ts';
import { nameOf, statusOf } from './target.ts';
import { unfreeze } from './unfreeze.ts';

/** What each operation answers. */
export interface Answers {
  hello: { readonly pid: number };
  ensureService: null;
  running: Version | null;
  start: ShiftStatus;
  status: ShiftStatus | null;
  giveBack: ShiftStatus;
  forbid: null;
  settle: null;
  unfreeze: ShiftStatus;
  buckets: readonly Bucket[];
  history: History;
  traffic: History;
  report: DataPlaneReport;
  runCommand: CommandResult;
  stop: null;
}
export type Parameters<O extends keyof Answers> = z.output<(typeof operationSchemas)[O]>;
export type Operations = {
  readonly [O in keyof Answers]: (parameters: Parameters<O>, signal: AbortSignal) => Promise<Answers[O]> | Answers[O];
};

/** The operations of the control API on a data plane. `signal` is aborted when the caller has gone. */
export function createOperations(plane: DataPlane): Operations {
  const { world } = plane;
  const asked = (shiftId: string) => {
    const found = plane.shift(shiftId);
    if (found) found.shift.askedAt = Date.now();
    return found;
  };
  const known = (shiftId: string) => {
    const found = asked(shiftId);
    if (!found) throw new InvalidInput(`shift ${shiftId} was never started`);
    return found;
  };
  const measured = (shiftId: string) => {
    const found = asked(shiftId);
    if (!found) throw new Terminal(`there is no shift ${shiftId} to measure`);
    return found.shift;
  };
  return {
    hello({ clock }) {
      if (clock) plane.setClock(clock);
      return { pid: process.pid };
    },
    async ensureService({ spec, initial }) {
      await plane.ensureService(spec, initial);
      return null;
    },
    running: ({ service, environment }) => plane.target(service, environment).stable?.version ?? null,
    start: (request) => {
      asked(request.shiftId);
      const target = plane.target(request.service, request.environment);
      return beginShift(world, target, request, plane.forbidden.get(request.shiftId) ?? null);
    },
    status({ shiftId }) {
      const found = asked(shiftId);
      return found && statusOf(advanceShift(world, found.target, found.shift));
    },
    giveBack({ shiftId, reason }) {
      const found = asked(shiftId);
      if (!found) return { state: 'FAILED', weight: 0, since: null, detail: `shift ${shiftId} was never started` };
      endTraffic(world, found.target, found.shift, reason);
      return statusOf(found.shift);
    },
    forbid({ shiftId, reason }) {
      plane.forbidden.set(shiftId, reason);
      // One that is not remembered would begin after a crash.
      if (!world.save()) throw new Transient(`shift ${shiftId}: the data plane could not write its state; see its log`);
      return null;
    },
    settle({ shiftId }) {
      const { target, shift } = known(shiftId);
      settleShift(world, target, advanceShift(world, target, shift));
      return null;
    },
    unfreeze({ shiftId, to, reason }) {
      const { target, shift } = known(shiftId);
      unfreeze(world, target, shift, to, reason);
      return statusOf(shift);
    },
    buckets({ shiftId, from, to, origin }) {
      const { meters, since, until } = measured(shiftId);
      if (!meters || since === null) return [];
      return bucketsOf(meters.canary.tallies(), meters.baseline?.tallies() ?? [], {
        from,
        to,
        origin,
        since,
        until,
        now: world.now(),
      });
    },
    history: ({ shiftId }) => historyOfShift(measured(shiftId)),
    traffic: ({ service }) => historyOf(plane.target(service, 'production').stable?.meter.tallies() ?? [], world.now()),
    report: () => reportOf(plane.targets(), world.clock().setting),
    async runCommand({ service, environment, command, timeoutSeconds }, signal) {
      const target = plane.target(service, environment);
      const arm = target.weight === 100 ? target.candidate : target.stable;
      if (!arm?.checkout || !arm.unit) throw new InvalidInput(`nothing runs in ${nameOf(target)}`);
      const env = { ...minimalEnvironment(), ...arm.spec.env, BASE_URL: `http://127.0.0.1:${target.port}` };
      return runCommand(world.groups, command, { cwd: arm.checkout, env, timeoutMs: timeoutSeconds * 1000, signal });
    },
    async stop() {
      await plane.stop();
      return null;
    },
  };
}
