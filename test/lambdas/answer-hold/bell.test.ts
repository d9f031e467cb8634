import { describe, expect, it } from '@jest/globals';
import { Transient } from '../../../core/contracts/errors.ts';
import { createBell } from '../../../lambdas/answer-hold/bell.ts';
import { inWorld } from '../../support/steps-world.ts';
import { asked, config } from './a-person-asked.ts';

describe('the bell of a hold', () => {
  it(
    'is rung again while the deadline has not come by its own clock, and ends the hold then (001-38)',
    inWorld(async (world) => {
      const { page, holdId } = await asked(world);
      const bell = createBell(page.deadline);
      world.clock.advance(86_399_000);
      await expect(bell({ holdId })).rejects.toThrow(Transient);
      world.clock.advance(1_000);
      await expect(bell({ holdId })).resolves.toEqual({ status: 'ENDED' });
      await expect(bell({ holdId })).resolves.toEqual({ status: 'REFUSED' });
      await expect(bell({ holdId: 'rel-x.APPROVAL' })).resolves.toEqual({ status: 'UNKNOWN' });
    }, config),
  );
});
