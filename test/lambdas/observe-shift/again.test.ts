import { describe, expect, it } from '@jest/globals';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { arm } from '../../support/fakes/metrics.ts';
import { failOnce } from '../../support/faults.ts';
import { inWorld } from '../../support/steps-world.ts';
import { cancel, serving } from '../../support/a-shift.ts';

describe('observe-shift again', () => {
  it(
    'the first decision stands when the look is repeated',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await cancel(world, shift.releaseId);
      expect(await shift.observe()).toBe('WITHDRAW');
      world.ports.metrics.tenSeconds = { canary: arm(300, 300), baseline: arm(5700) };
      world.clock.advance(300_000);
      expect(await shift.look()).toBe('WITHDRAW');
      expect((await shift.evidence())?.result).toBe('CANCELLED');
    }),
  );

  it(
    'a repeated look counts every bucket once',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await shift.observe();
      world.clock.advance(30_000);
      for (let i = 0; i < 3; i += 1) expect(await shift.look()).toBe('CONTINUE');
      expect((await shift.evidence())?.buckets.map((b) => b.endSec)).toEqual([10, 20, 30, 40, 50, 60]);
    }),
  );

  it.each([
    ['goes on', 30, {}],
    ['passes', 600, {}],
    ['fails', 120, { canary: arm(300, 60), baseline: arm(5700) }],
    ['extends', 600, { canary: arm(1), baseline: arm(20) }],
  ])('a look that %s changes nothing when it is repeated, wherever it died before', (_, seconds, measured) =>
    crashEverywhere(async (world) => {
      const shift = await serving(world, 'CANARY');
      if ('canary' in measured) world.ports.metrics.tenSeconds = measured;
      world.clock.advance(seconds * 1000);
      // After a decision nobody reads the watch any more.
      const run = async () => {
        const { next, watch } = await shift.call('OBSERVE');
        return next === 'CONTINUE' ? { next, watch } : { next };
      };
      return { releaseId: shift.releaseId, run };
    }),
  );

  it.each([
    ['deployer', 'status'],
    ['metrics', 'buckets'],
    ['controls', 'killSwitch'],
  ] as const)('when %s.%s does not answer, nothing is decided and nothing lost', (port, method) =>
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      failOnce(world, port, method as never);
      await expect(shift.observe()).rejects.toMatchObject({ name: 'Transient' });
      expect(await shift.look()).toBe('CONTINUE');
      expect((await shift.evidence())?.buckets).toHaveLength(3);
    })(),
  );
});
