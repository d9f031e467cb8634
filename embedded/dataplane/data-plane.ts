import { InvalidInput } from '../../core/contracts/errors.ts';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Environment, Version } from '../../core/contracts/shift.ts';
import { scaledClock } from '../scaled-clock.ts';
import type { ClockSetting } from '../scaled-clock.ts';
import { advanceShift } from './advance-shift.ts';
import { createArm } from './arm.ts';
import { createGroups, endGroup, endLeftovers } from './groups.ts';
import { keepServing } from './keep-serving.ts';
import { defaultLimits } from './limits.ts';
import type { Limits } from './limits.ts';
import { createProxies, createTarget } from './open-target.ts';
import type { ServiceSpec } from './protocol.ts';
import { restoreShifts, stateOf } from './remembered.ts';
import { sample } from './sampler.ts';
import { createSerially } from './serially.ts';
import { serveAgain, serveFirst } from './serve-service.ts';
import { readState, writeState } from './state-file.ts';
import { stopTarget } from './stop-target.ts';
import { activeShift } from './target.ts';
import type { Shift, Target } from './target.ts';
import { createWorktrees } from './worktrees.ts';
import type { World } from './world.ts';

/** Steps and silence are looked at this often, real milliseconds. */
const TICK_MS = 25;

/** All targets of one home. What can be asked of it is in perform.ts. */
export interface DataPlane {
  readonly world: World;
  targets(): readonly Target[];
  /** InvalidInput when the service is not served. */
  target(service: ServiceName, environment: Environment): Target;
  shift(shiftId: string): { readonly target: Target; readonly shift: Shift } | null;
  /** Ids that may never begin, with why; the newest are remembered over a crash. */
  readonly forbidden: Map<string, string>;
  setClock(setting: ClockSetting): void;
  /** Serves the service; a version recorded as running wins over `initial`. Ends when it is ready. */
  ensureService(spec: ServiceSpec, initial: Version): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the data plane of a home: ends what a crashed one left and serves again what it had recorded. */
export async function openDataPlane(options: {
  readonly home: string;
  readonly clock: ClockSetting;
  readonly log: (text: string) => void;
  readonly limits?: Limits;
}): Promise<DataPlane> {
  const { home, log, limits = defaultLimits } = options;
  const before = readState(home);
  if (before) {
    const ended = await endLeftovers(before.groups, limits.killAfterMs);
    if (ended > 0) log(`ended ${ended} process groups of an earlier data plane`);
  }

  let clock = scaledClock(options.clock);
  const targets: Target[] = [];
  const forbidden = new Map((before?.forbidden ?? []).map(({ shiftId, why }) => [shiftId, why]));
  const save = (): boolean => {
    try {
      writeState(home, stateOf(targets, world.groups.records(), forbidden));
      return true;
    } catch (error) {
      log(`the state file could not be written: ${String(error)}`);
      return false;
    }
  };
  const world: World = {
    home,
    limits,
    groups: createGroups(limits.killAfterMs, () => void save()),
    worktrees: createWorktrees(home),
    clock: () => clock,
    now: () => clock.now(),
    save,
    log,
  };
  const proxies = createProxies(world);
  const ofService = (service: ServiceName) => targets.filter(({ spec }) => spec.service === service);

  for (const { spec, environment, running, shifts } of before?.targets ?? []) {
    const target = createTarget(world, spec, environment, restoreShifts(shifts));
    if (running) target.stable = createArm(world, target, running);
    targets.push(target);
  }
  save();
  await Promise.all(targets.map((target) => resume(target)));

  async function resume(target: Target): Promise<void> {
    const { spec, stable } = target;
    await proxies.bind(target).catch((error: Error) => log(error.message));
    if (!stable) return;
    await world.worktrees.sweep(spec.repository, spec.service, stable.version.commit);
    void keepServing(world, target, stable);
  }

  const stopped = new AbortController();
  void sample(world, () => targets, stopped.signal);
  const ticker = setInterval(() => {
    for (const target of targets) {
      const shift = activeShift(target);
      if (shift) advanceShift(world, target, shift);
    }
  }, TICK_MS);
  const serially = createSerially();

  return {
    world,
    targets: () => targets,
    target(service, environment) {
      const target = ofService(service).find((t) => t.environment === environment);
      if (target) return target;
      throw new InvalidInput(`service ${service} is not served here; expected a service of interlock.yaml`);
    },
    shift(shiftId) {
      for (const target of targets) {
        const shift = target.shifts.find(({ request }) => request.shiftId === shiftId);
        if (shift) return { target, shift };
      }
      return null;
    },
    forbidden,
    setClock: (setting) => void (clock = scaledClock(setting)),
    ensureService: (spec, initial) =>
      serially(spec.service, () => {
        const known = ofService(spec.service);
        if (known.length > 0) return serveAgain(world, proxies, known, spec);
        return serveFirst(world, proxies, targets, spec, initial);
      }),
    async stop() {
      clearInterval(ticker);
      stopped.abort();
      await Promise.all(targets.map((target) => stopTarget(world, proxies, target)));
      for (const { spec, stable } of targets)
        if (stable) {
          world.worktrees.leave(spec.service, stable.version.commit);
          await world.worktrees.sweep(spec.repository, spec.service, stable.version.commit);
        }
      // Builds and check commands that were still running.
      await Promise.all(world.groups.records().map(({ pgid }) => endGroup(pgid, limits.killAfterMs)));
      save();
    },
  };
}
