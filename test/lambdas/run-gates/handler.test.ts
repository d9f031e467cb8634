import { describe, expect, it } from '@jest/globals';
import { releaseIdOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { FAILED } from '../../support/fakes/gates.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { someEvent } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

/** A release whose gates have not run yet. */
const fresh = async (world: World) => {
  const finish = world.ports.gates.finish;
  world.ports.gates.finish = async () => {};
  const releaseId = await seedRelease(world);
  world.ports.gates.finish = finish;
  return releaseId;
};

describe('run-gates', () => {
  it(
    'asks for the configured gates on the head, after recording that it does, and returns at once',
    inWorld(async (world) => {
      const releaseId = await fresh(world);
      const seen = keysAt(world, 'gates', 'start', releaseId);
      await expect(world.steps.RunGates({ releaseId, taskToken: 'token-1' })).resolves.toEqual({});
      expect(seen).toEqual([['gates.requested']]);
      expect((await world.record(releaseId, 'gates.requested'))?.payload).toEqual({ gates: ['secrets'] });
      const { source, base, head } = someEvent();
      expect(world.ports.gates.begun).toEqual([{ releaseId, source, base, head, taskToken: 'token-1' }]);
      expect(world.ports.callbacks.answers.size).toBe(0);
    }),
  );

  it(
    'the end of the run answers the token with its status',
    inWorld(async (world) => {
      const releaseId = await fresh(world);
      await world.steps.RunGates({ releaseId, taskToken: 'token-1' });
      await world.ports.gates.finish(releaseId, FAILED);
      expect([...world.ports.callbacks.answers]).toEqual([['token-1', { status: 'FAILED' }]]);
    }),
  );

  it(
    'repeated with a new token it starts no second run, and the new token is answered',
    inWorld(async (world) => {
      const releaseId = await fresh(world);
      await world.steps.RunGates({ releaseId, taskToken: 'token-1' });
      await world.steps.RunGates({ releaseId, taskToken: 'token-2' });
      await world.ports.gates.finish(releaseId);
      await world.steps.RunGates({ releaseId, taskToken: 'token-3' });
      expect(world.ports.gates.begun).toHaveLength(1);
      expect(world.ports.callbacks.answers.get('token-2')).toEqual({ status: 'PASSED' });
      expect(world.ports.callbacks.answers.get('token-3')).toEqual({ status: 'PASSED' });
      expect(await world.keys(releaseId)).toEqual(['gates.requested']);
    }),
  );

  it('changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const releaseId = await fresh(world);
      return { releaseId, run: () => world.steps.RunGates({ releaseId, taskToken: 'token-1' }) };
    }));

  it(
    'a start that fails is Transient and can be tried again',
    inWorld(async (world) => {
      const releaseId = await fresh(world);
      failOnce(world, 'gates', 'start');
      const run = () => world.steps.RunGates({ releaseId, taskToken: 'token-1' });
      await expect(run()).rejects.toMatchObject({ name: 'Transient' });
      await expect(run()).resolves.toEqual({});
      expect(world.ports.gates.begun).toHaveLength(1);
    }),
  );

  it(
    'a stopped release runs no gate: the token is answered at once, and passed is not the answer',
    inWorld(async (world) => {
      const releaseId = await fresh(world);
      const stop = { kind: 'CANCEL', by: 'dev', reason: 'not now', at: '2026-01-05T10:00:00.000Z' } as const;
      await world.ports.releases.requestStop(releaseId, stop);
      await expect(world.steps.RunGates({ releaseId, taskToken: 'token-1' })).resolves.toEqual({});
      expect(world.ports.gates.begun).toEqual([]);
      expect(world.ports.callbacks.answers.get('token-1')).toEqual({ status: 'CANCELLED' });
    }),
  );

  it.each([
    ['an unknown release', { releaseId: releaseIdOf(404), taskToken: 't' }, 'Terminal', 'is not known'],
    ['no token', { releaseId: releaseIdOf(7) }, 'InvalidInput', 'input of run-gates: taskToken'],
    ['an empty token', { releaseId: releaseIdOf(7), taskToken: '' }, 'InvalidInput', 'taskToken'],
    ['too long a token', { releaseId: releaseIdOf(7), taskToken: 'x'.repeat(2049) }, 'InvalidInput', 'taskToken'],
  ])('%s', (_, input, name, message) =>
    inWorld(async ({ steps }) => {
      await expect(steps.RunGates(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    })(),
  );
});
