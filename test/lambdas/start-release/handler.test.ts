import { describe, expect, it } from '@jest/globals';
import { releaseIdOf } from '../../../core/release/release-id.ts';
import { failOnce } from '../../support/faults.ts';
import { someEvent } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';

const releaseId = releaseIdOf(someEvent());

describe('start-release', () => {
  it(
    'starts one execution for one event, however often the bus delivers it',
    inWorld(async ({ steps, ports }) => {
      await expect(steps.startRelease(someEvent())).resolves.toEqual({ releaseId, started: true });
      await expect(steps.startRelease(someEvent())).resolves.toEqual({ releaseId, started: false });
      expect([...ports.executions.events]).toEqual([[releaseId, someEvent()]]);
    }),
  );

  it(
    'can be tried again after a fault',
    inWorld(async (world) => {
      failOnce(world, 'executions', 'start');
      await expect(world.steps.startRelease(someEvent())).rejects.toMatchObject({ name: 'Transient' });
      await expect(world.steps.startRelease(someEvent())).resolves.toEqual({ releaseId, started: true });
    }),
  );

  it(
    'names the wrong field',
    inWorld(async ({ steps, ports }) => {
      await expect(steps.startRelease({ ...someEvent(), base: 'HEAD~1' })).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('input of start-release: base: expected a full commit id'),
      });
      expect(ports.executions.events.size).toBe(0);
    }),
  );
});
