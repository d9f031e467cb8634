import { describe, expect, it } from '@jest/globals';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce } from '../../support/faults.ts';
import { inWorld } from '../../support/steps-world.ts';
import { collected, verdictOf } from './collected.ts';

describe('decide again', () => {
  it(
    'the first verdict stands, whatever has changed when the step is repeated',
    inWorld(async (world) => {
      const releaseId = await collected(world);
      await world.steps.Decide({ releaseId });
      const first = await verdictOf(world, releaseId);
      await world.ports.controls.setKillSwitch('*', true, 'ops', 'incident 7');
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'ROLL_OUT' });
      expect(await verdictOf(world, releaseId)).toEqual(first);
      expect((await world.keys(releaseId)).filter((k) => k === 'decision.made')).toHaveLength(1);
    }),
  );

  it('changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const releaseId = await collected(world);
      return { releaseId, run: () => world.steps.Decide({ releaseId }) };
    }));

  it.each([
    ['deployer', 'running'],
    ['vcs', 'contains'],
    ['controls', 'killSwitch'],
  ] as const)('when %s.%s does not answer, nothing is decided', (port, method) =>
    inWorld(async (world) => {
      const releaseId = await collected(world);
      failOnce(world, port, method as never);
      await expect(world.steps.Decide({ releaseId })).rejects.toMatchObject({ name: 'Transient' });
      expect(await world.keys(releaseId)).not.toContain('decision.made');
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'ROLL_OUT' });
    })(),
  );
});
