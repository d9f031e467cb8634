import { expect, it } from '@jest/globals';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import type { ShiftStatus } from '../../../lambdas/ports.ts';
import {
  deployerWorld,
  KINDS,
  shiftOf,
  type DeployerWorld,
  type Kind,
} from '../../support/aws-double/deployer-world.ts';
import { callFaults, SDK_SECRET, type CallFault } from '../../support/sdk-error.ts';

const rollout = shiftOf('ROLLOUT');
type Act = (w: DeployerWorld) => Promise<unknown>;
type Spoil = (w: DeployerWorld, n: number, fault: CallFault) => void;

const started: Act = (w) => w.deployer.start(rollout);
const complete: Act = async (w) => {
  await started(w);
  await w.codeDeploy.tick();
  w.clock.advance(600_000);
  await w.codeDeploy.tick();
};
const shifting: Act = async (w) => {
  await started(w);
  await w.codeDeploy.tick();
};

/** What is done, what was done before it, and how many deployments there are in the end. */
const cases: readonly (readonly [string, Act, Act, number])[] = [
  ['start', async () => undefined, started, 1],
  ['status', shifting, (w) => w.deployer.status(rollout.shiftId), 1],
  ['stop', shifting, (w) => w.deployer.giveBack(rollout.shiftId, 'it hurts'), 1],
  ['give back after the end', complete, (w) => w.deployer.giveBack(rollout.shiftId, 'it hurts'), 2],
  ['settle', complete, (w) => w.deployer.settle(rollout.shiftId), 1],
];
const stores: readonly (readonly [string, (w: DeployerWorld) => number, Spoil])[] = [
  ['AWS', (w) => w.faults.calls(), (w, n, fault) => void w.faults.spoil(n, fault)],
  ['DynamoDB', (w) => w.dynamo.calls.length, (w, n, fault) => w.dynamo.failCall(n, fault)],
];

async function inWorld<T>(kind: Kind, work: (w: DeployerWorld) => Promise<T>): Promise<T> {
  const w = await deployerWorld({ kind });
  try {
    return await work(w);
  } finally {
    await w.close();
  }
}

/** How everything stands when nothing went wrong, or when it did and was repeated. */
async function endOf(w: DeployerWorld): Promise<unknown> {
  await w.codeDeploy.tick();
  await w.codeDeploy.tick();
  const status = (await w.deployer.status(rollout.shiftId)) as ShiftStatus;
  const versions = w.versions();
  return { state: status.state, weight: status.weight, alias: { ...w.production() }, versions };
}

const everywhere = KINDS.flatMap((kind) =>
  stores
    // What is stored is the same for every kind of target.
    .filter(([store]) => kind === 'LAMBDA' || store === 'AWS')
    .flatMap(([store, count, spoil]) =>
      cases.map(([name, before, act, n]) => ({
        ...{ kind, store, name, before, act, count, spoil },
        // What is kept comes back by a stop and needs no deployment of its own.
        deployments: kind === 'ECS' ? 1 : n,
      })),
    ),
);

it.each(everywhere)(
  'a target in $kind: $name, repeated after a fault of any call of $store, has no second effect',
  async ({ kind, before, act, count, spoil, deployments }) => {
    const clean = await inWorld(kind, async (w) => {
      await before(w);
      const from = count(w);
      await act(w);
      return { calls: count(w) - from, end: await endOf(w) };
    });
    for (let n = 1; n <= clean.calls; n += 1)
      for (const fault of callFaults)
        await inWorld(kind, async (w) => {
          await before(w);
          spoil(w, n, fault);
          const error = await act(w).then(
            () => null,
            (e: unknown) => e as Error,
          );
          if (error !== null) {
            expect(error).toBeInstanceOf(fault === 'DENIED' ? Terminal : Transient);
            expect(error.message).not.toContain(SDK_SECRET);
            expect(error.message).toMatch(fault === 'DENIED' ? /AccessDenied/ : /Throttling|Timeout|at the same time/);
            await act(w);
          }
          const created = new Set(w.codeDeploy.ids());
          const mine = [...created].filter((id) => !w.codeDeploy.isRollback(id));
          expect({ n, fault, end: await endOf(w) }).toEqual({ n, fault, end: clean.end });
          expect({ n, fault, deployments: mine.length }).toEqual({ n, fault, deployments });
        });
  },
);
