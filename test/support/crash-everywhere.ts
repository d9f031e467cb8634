import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { dieAfter } from './faults.ts';
import { SHOP, DIGEST } from './some-change.ts';
import { stepsWorld, type World } from './steps-world.ts';

/** A release brought to where the step begins, and the step. */
export type Scene = (world: World) => Promise<{ readonly releaseId: ReleaseId; run(): Promise<unknown> }>;

type How = {
  readonly config?: Parameters<typeof stepsWorld>[0];
  /** Events that tell of each attempt by itself and so are not the same after a crash. */
  readonly except?: (event: string) => boolean;
};

/**
 * Runs the step once to its end and once more, then kills it behind every single call of a port and runs it again: the
 * answer, the record and everything in the world must be what they are after the one clean run. Returns what that left.
 */
export async function crashEverywhere(scene: Scene, { config = {}, except = () => false }: How = {}) {
  const { clean, calls } = await cleanRun(scene, config, except);
  expect(calls).toBeGreaterThan(0);
  for (let nth = 1; nth <= calls; nth += 1) {
    const world = stepsWorld(config);
    try {
      const { releaseId, run } = await scene(world);
      const { revive } = dieAfter(world, nth);
      // It may have caught the death of something that it does not need.
      await run().catch(() => undefined);
      revive();
      const answer = await run();
      expect({ killedBehindCall: nth, answer, ...(await stateOf(world, releaseId, except)) }).toEqual({
        killedBehindCall: nth,
        ...clean,
      });
    } finally {
      world.end();
    }
  }
  return clean;
}

async function cleanRun(scene: Scene, config: Parameters<typeof stepsWorld>[0], except: (event: string) => boolean) {
  const world = stepsWorld(config);
  try {
    const { releaseId, run } = await scene(world);
    const counter = dieAfter(world, 0);
    const answer = await run();
    const calls = counter.calls();
    counter.revive();
    const clean = { answer, ...(await stateOf(world, releaseId, except)) };
    const again = await run();
    expect({ answer: again, ...(await stateOf(world, releaseId, except)) }).toEqual(clean);
    return { clean, calls };
  } finally {
    world.end();
  }
}

/** Everything that a step can change. */
async function stateOf(world: World, releaseId: ReleaseId, except: (event: string) => boolean) {
  const { ports } = world;
  return {
    audit: (await ports.auditLog.records(releaseId))
      .filter(({ event }) => !except(event))
      .map(({ key, event, actor, rationale, payload }) => ({ key, event, actor, rationale, payload })),
    blobs: blobsOf(path.join(world.home, 'blobs')),
    release: await ports.releases.get(releaseId),
    holds: await ports.holds.ofRelease(releaseId),
    permit: await ports.permits.get(releaseId),
    lock: await ports.locks.holder(SHOP, 'production'),
    controls: [await ports.controls.killSwitch(SHOP), await ports.controls.quarantine(SHOP, DIGEST)],
    answers: [...ports.callbacks.answers],
    gates: ports.gates.begun.length,
    moves: [...ports.deployer.moves],
    serving: [...ports.deployer.serving],
    deployed: [...ports.vcs.deployed],
    mails: ports.mail.sent.map(({ key, to, subject, text }) => ({ key, to, subject, text })),
    executions: [...ports.executions.events.keys()],
  };
}

function blobsOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}
