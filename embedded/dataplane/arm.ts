import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Version } from '../../core/contracts/shift.ts';
import { createBoundedLog } from './bounded-log.ts';
import type { BoundedLog } from './bounded-log.ts';
import { freePort } from './free-port.ts';
import { createMeter } from './meter.ts';
import { minimalEnvironment } from './minimal-environment.ts';
import { lastLines } from './printable.ts';
import { probeHealth } from './probe-health.ts';
import { runCommand } from './run-command.ts';
import { short } from './target.ts';
import type { Arm, Target, Unit } from './target.ts';
import type { World } from './world.ts';

/** `build` may take this long, real milliseconds. */
const BUILD_MS = 900_000;

export function createArm(world: World, target: Target, version: Version): Arm {
  return {
    version,
    spec: target.spec,
    meter: createMeter(target.timeline, () => world.now()),
    closing: new AbortController(),
    checkout: null,
    unit: null,
    inFlight: 0,
    problem: null,
  };
}

/** Checks the version out, builds it once, starts it and waits for its health. Throws InvalidInput for people. */
export async function startArm(world: World, target: Target, arm: Arm): Promise<Unit> {
  const { spec, version } = arm;
  const log = createBoundedLog(logFile(world, target, version));
  try {
    arm.closing.signal.throwIfAborted();
    arm.checkout ??= await world.worktrees.acquire(spec.repository, spec.service, version.commit, (path) =>
      build(world, arm, path, log),
    );
    const unit = await startProcess(world, arm, arm.checkout, log);
    arm.problem = null;
    return unit;
  } catch (error) {
    arm.problem = (error as Error).message;
    throw error;
  } finally {
    void log.flush();
  }
}

async function build(world: World, arm: Arm, path: string, log: BoundedLog): Promise<void> {
  const { spec, version, closing } = arm;
  if (spec.build === undefined) return;
  const env = { ...minimalEnvironment(), ...spec.env };
  const options = { cwd: path, env, timeoutMs: BUILD_MS, signal: closing.signal, onOutput: log.write };
  const result = await runCommand(world.groups, spec.build, options);
  if (result.exitCode === 0 && !result.timedOut) return;
  const how = result.timedOut ? `did not end within ${BUILD_MS / 1000} s` : `failed (exit code ${result.exitCode})`;
  throw new InvalidInput(
    `"build" of ${spec.service} at ${short(version.commit)} ${how}. Last lines:\n${lastLines(result.output)}`,
  );
}

async function startProcess(world: World, arm: Arm, cwd: string, log: BoundedLog): Promise<Unit> {
  const { spec, version, closing } = arm;
  const name = `"start" of ${spec.service} at ${short(version.commit)}`;
  const port = await freePort();
  closing.signal.throwIfAborted();
  const env = { ...minimalEnvironment(), ...spec.env, PORT: String(port), HOST: '127.0.0.1' };
  const group = world.groups.start(spec.start, { cwd, env });
  log.follow(group.child.stdout);
  log.follow(group.child.stderr);
  let ended: string | null = null;
  void group.exited.then((how) => (ended = how));

  const deadline = Date.now() + spec.startTimeoutSeconds * 1000;
  let problem: string | null = 'not asked yet';
  while (problem !== null) {
    problem = await probeHealth(port, spec.health);
    if (ended === null && problem === null) break;
    if (closing.signal.aborted || ended !== null || Date.now() > deadline) {
      const how: string | null = ended;
      await group.end();
      await group.drained;
      closing.signal.throwIfAborted();
      const why = how
        ? `ended (${how}) before ${spec.health} answered 200`
        : `did not answer 200 on ${spec.health} within ${spec.startTimeoutSeconds} s (last: ${problem})`;
      throw new InvalidInput(`${name} ${why}. Last lines:\n${lastLines(log.tail())}`);
    }
    await sleep(50);
  }
  return { group, port, agent: new Agent({ keepAlive: true }), startedAt: Date.now() };
}

/** Lets a version go: requests under way may finish, then its processes end and its checkout is removed. */
export async function closeArm(world: World, arm: Arm): Promise<void> {
  arm.closing.abort(new Error('no longer wanted'));
  await drain(arm, world.limits.drainMs);
  await stopUnit(arm);
  if (arm.checkout === null) return;
  arm.checkout = null;
  await world.worktrees.release(arm.spec.repository, arm.spec.service, arm.version.commit);
}

export async function drain(arm: Arm, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (arm.unit && arm.inFlight > 0 && Date.now() < deadline) await sleep(20);
}

export async function stopUnit(arm: Arm): Promise<void> {
  const unit = arm.unit;
  arm.unit = null;
  await unit?.group.end();
  unit?.agent.destroy();
}

function logFile(world: World, target: Target, version: Version): string {
  return join(world.home, 'logs', `${target.spec.service}-${target.environment}-${short(version.commit)}.log`);
}
