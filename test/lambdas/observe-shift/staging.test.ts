import { describe, expect, it } from '@jest/globals';
import { healthy, unhealthy } from '../../support/fakes/checks.ts';
import { inWorld } from '../../support/steps-world.ts';
import { serving } from '../../support/a-shift.ts';

describe('observe-shift in staging', () => {
  it(
    'checks when it first serves and again at the end; the last results count (001-10)',
    inWorld(async (world) => {
      const shift = await serving(world, 'STAGING');
      world.ports.checks.ran.length = 0;
      for (let i = 1; i < 10; i += 1) expect(await shift.observe()).toBe('CONTINUE');
      expect(world.ports.checks.ran).toEqual(['staging']);
      expect(await shift.observe()).toBe('WITHDRAW');
      expect(world.ports.checks.ran).toEqual(['staging', 'staging']);
      expect(await shift.evidence()).toMatchObject({ result: 'PASSED', checks: [healthy] });
    }),
  );

  it.each([0, 9])('a check that fails after %i looks rolls it back', (looks) =>
    inWorld(async (world) => {
      const shift = await serving(world, 'STAGING');
      for (let i = 0; i < looks; i += 1) await shift.observe();
      world.ports.checks.seen.staging = [healthy, { ...unhealthy, name: 'products' }];
      expect(await shift.observe()).toBe('ROLL_BACK');
      expect(await shift.evidence()).toMatchObject({ result: 'FAILED', because: { rule: 'checks' } });
    })(),
  );

  it(
    'no check is no pass',
    inWorld(async (world) => {
      const shift = await serving(world, 'STAGING');
      world.ports.checks.seen.staging = [];
      expect(await shift.observe(300)).toBe('ROLL_BACK');
    }),
  );
});
