import { describe, expect, it } from '@jest/globals';
import { inWorld } from '../../support/steps-world.ts';
import { HOUR, autonomous, at, open } from './an-open-hold.ts';

describe('open-hold TIME_LOCK (K11, 000-28)', () => {
  it(
    'runs until 15 minutes after the canary when nobody had to approve; silence proceeds',
    inWorld(async (world) => {
      const { run, hold } = await open(world, { verdict: autonomous }, 'TIME_LOCK');
      await run();
      expect(await hold()).toMatchObject({ kind: 'TIME_LOCK', deadline: at(world, 900_000), silence: 'PROCEED' });
    }),
  );

  it.each([
    ['MEDIUM', 300_000],
    ['HIGH', 900_000],
  ] as const)('of class %s runs on after a late approval', (riskClass, ms) =>
    inWorld(async (world) => {
      const { releaseId, run, hold } = await open(world, { verdict: { riskClass } }, 'TIME_LOCK');
      await world.steps.OpenHold({ releaseId, gate: 'APPROVAL', taskToken: 'approval' });
      world.clock.advance(20 * HOUR);
      const ending = { answer: 'APPROVED', by: 'alice', reason: '' } as const;
      await world.ports.holds.end(`${releaseId}.APPROVAL`, ending, {});
      world.clock.advance(1000);
      await run();
      expect(await hold()).toMatchObject({ deadline: at(world, ms - 1000) });
    })(),
  );

  it(
    'needs the approval where a person was asked',
    inWorld(async (world) => {
      const { run, hold } = await open(world, {}, 'TIME_LOCK');
      await expect(run()).rejects.toMatchObject({ name: 'Terminal' });
      expect(await hold()).toBeNull();
    }),
  );
});
