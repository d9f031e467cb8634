import { describe, expect, it } from '@jest/globals';
import type { ShiftStatus } from '../../../lambdas/ports.ts';
import { endShifts, shiftIdOf } from '../../../lambdas/kit/end-shifts.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { DIGEST, HEAD, RUNNING, SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

const releaseId = releaseIdOf(7);
type State = ShiftStatus['state'];

async function shift({ ports }: World, phase: 'STAGING' | 'CANARY' | 'ROLLOUT', state: State): Promise<void> {
  ports.deployer.serving.set('production', RUNNING);
  const shiftId = shiftIdOf(releaseId, phase);
  const environment = phase === 'STAGING' ? 'staging' : 'production';
  const to = { commit: HEAD, digest: DIGEST };
  await ports.deployer.start({ shiftId, service: SHOP, environment, from: RUNNING, to, steps: [], mayReturn: true });
  ports.deployer.set(shiftId, { state, weight: state === 'COMPLETE' ? 100 : 0 });
}
const returns = ({ ports }: World) => ports.deployer.moves.filter((m) => m.startsWith('return'));
const end = ({ ports }: World) => endShifts(ports.deployer, releaseId, 'closing');

describe('end-shifts', () => {
  it('the watch looks at the shift of the rollout', () => {
    expect(shiftIdOf(releaseId, 'WATCH')).toBe(shiftIdOf(releaseId, 'ROLLOUT'));
    expect(shiftIdOf(releaseId, 'CANARY')).toBe(`${releaseId}.CANARY`);
  });

  it(
    'gives back what still has traffic, once',
    inWorld(async (world) => {
      await shift(world, 'STAGING', 'COMPLETE');
      await shift(world, 'CANARY', 'SHIFTING');
      await expect(end(world)).resolves.toEqual([]);
      await expect(end(world)).resolves.toEqual([]);
      expect(returns(world)).toEqual([`return ${releaseId}.STAGING`, `return ${releaseId}.CANARY`]);
    }),
  );

  it.each(['FAILED', 'RETURNED'] as const)('does nothing with one that is %s', (state) =>
    inWorld(async (world) => {
      await shift(world, 'CANARY', state);
      await expect(end(world)).resolves.toEqual([]);
      expect(returns(world)).toEqual([]);
    })(),
  );

  it(
    'does nothing when there is none, and nothing with one that has settled',
    inWorld(async (world) => {
      await expect(end(world)).resolves.toEqual([]);
      await shift(world, 'ROLLOUT', 'COMPLETE');
      await world.ports.deployer.settle(`${releaseId}.ROLLOUT`);
      await expect(end(world)).resolves.toEqual([]);
      expect(returns(world)).toEqual([]);
    }),
  );

  it(
    'a start that was under way and lands afterwards starts nothing (001-63)',
    inWorld(async (world) => {
      await end(world);
      await shift(world, 'ROLLOUT', 'FAILED');
      expect(await world.ports.deployer.status(shiftIdOf(releaseId, 'ROLLOUT'))).toMatchObject({
        state: 'FAILED',
        detail: 'closing',
      });
    }),
  );

  it(
    'gives back one that began just before it was forbidden to',
    inWorld(async (world) => {
      const { deployer } = world.ports;
      const { forbid } = deployer;
      deployer.forbid = async (shiftId, reason) => {
        if (shiftId.endsWith('CANARY')) await shift(world, 'CANARY', 'SHIFTING');
        await forbid(shiftId, reason);
      };
      await expect(end(world)).resolves.toEqual([]);
      expect(returns(world)).toEqual([`return ${releaseId}.CANARY`]);
    }),
  );

  it.each(['STARTING', 'SHIFTING', 'RETURNING'] as const)('is Transient while one is %s after all', (state) =>
    inWorld(async (world) => {
      await shift(world, 'CANARY', state);
      const { status } = world.ports.deployer;
      world.ports.deployer.giveBack = async (id) => (await status(id))!;
      await expect(end(world)).rejects.toMatchObject({
        name: 'Transient',
        message: expect.stringContaining(`${releaseId}.CANARY`),
      });
    })(),
  );

  it(
    'names every one whose traffic could not be given back, and still ends the others',
    inWorld(async (world) => {
      await shift(world, 'STAGING', 'RETURN_FAILED');
      await shift(world, 'CANARY', 'COMPLETE');
      await expect(end(world)).resolves.toEqual([{ phase: 'STAGING', result: 'ROLLBACK_FAILED', detail: 'starting' }]);
      expect(returns(world)).toEqual([`return ${releaseId}.CANARY`]);
    }),
  );

  it(
    '001-40: names what is frozen and leaves it as it is',
    inWorld(async (world) => {
      await shift(world, 'ROLLOUT', 'FROZEN');
      await expect(end(world)).resolves.toEqual([{ phase: 'ROLLOUT', result: 'FROZEN', detail: 'starting' }]);
      expect(returns(world)).toEqual([]);
    }),
  );
});
