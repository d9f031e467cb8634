import { describe, expect, it } from '@jest/globals';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { readWatch } from '../../../lambdas/observe-shift/watch.ts';
import { arm } from '../../support/fakes/metrics.ts';
import { healthy, unhealthy } from '../../support/fakes/checks.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { serving } from '../../support/a-shift.ts';

const health = (world: World, passed: boolean) => (world.ports.checks.seen.production = [passed ? healthy : unhealthy]);
const unused = (world: World) => (world.ports.metrics.tenSeconds = { canary: arm(0) });

describe('the watch after 100 %', () => {
  it(
    '004-23: asks the health of the service at every look; two failed ones of three roll back',
    inWorld(async (world) => {
      const shift = await serving(world, 'WATCH');
      world.ports.checks.ran.length = 0;
      for (const passed of [true, false, true]) {
        health(world, passed);
        expect(await shift.observe()).toBe('CONTINUE');
      }
      expect(world.ports.checks.ran).toEqual(['production', 'production', 'production']);
      health(world, false);
      expect(await shift.observe()).toBe('ROLL_BACK');
      expect(await shift.evidence()).toMatchObject({
        result: 'FAILED',
        because: { rule: 'checks', observed: '2 of the last 3 health checks failed: answered 500' },
        pings: { ran: 4, failed: 2 },
        checks: [{ passed: false }],
      });
      await shift.stop();
      health(world, true);
      expect(await shift.verify()).toMatchObject({ result: 'FAILED' });
      expect(await evidenceOf(world.ports.blobs, shift.releaseId).find('incident')).toMatchObject({ phase: 'WATCH' });
    }),
  );

  it(
    'that ends says how the health checks were',
    inWorld(async (world) => {
      const shift = await serving(world, 'WATCH');
      expect(await shift.observe(900)).toBe('CONTINUE');
      expect(await shift.observe(900)).toBe('PROMOTE');
      expect((await shift.evidence())?.because?.observed).toMatch(/^pass at .*; 2 of 2 health checks passed$/);
    }),
  );

  it(
    'does not end on a health check that failed',
    inWorld(async (world) => {
      const shift = await serving(world, 'WATCH');
      expect(await shift.observe(900)).toBe('CONTINUE');
      health(world, false);
      expect(await shift.observe(900)).toBe('CONTINUE');
      health(world, true);
      expect(await shift.observe(60)).toBe('PROMOTE');
    }),
  );

  it(
    'compares with what the old version did in the rollout, else with its past',
    inWorld(async (world) => {
      world.ports.metrics.past = { errorRate: 0.2, p50: 900, p95: 900, p99: 900, assignment: 'request' };
      const shift = await serving(world, 'WATCH');
      const evidence = evidenceOf(world.ports.blobs, shift.releaseId);
      const rollout = (await evidence.shift('ROLLOUT'))!;
      const buckets = [{ endSec: 10, durSec: 10, canary: arm(500), baseline: arm(1500, 15) }];
      await evidence.putShift({ ...rollout, buckets });
      world.ports.metrics.tenSeconds = { canary: arm(2000) };
      expect(await shift.observe()).toBe('CONTINUE');
      const history = (await shift.evidence())?.judge?.history;
      expect(history).toMatchObject({ errorRate: 0.01, requestsPerSecond: 150, assignment: 'request' });
      expect(history?.p99).toBeLessThan(11);
    }),
  );

  it(
    'other phases compare with the past as it is',
    inWorld(async (world) => {
      world.ports.metrics.past = { errorRate: 0.2, p50: 900, p95: 900, p99: 900 };
      const shift = await serving(world, 'CANARY');
      await shift.observe();
      expect(await shift.evidence()).toMatchObject({ judge: { history: { errorRate: 0.2, p99: 900 } }, pings: null });
    }),
  );

  it('goes on from a value that had no pings yet', () => {
    const before = { judge: {}, origin: 1, seen: 1, plannedSeconds: 600, extensionsLeft: 0, checkedAtStart: false };
    expect(readWatch(before).pings).toEqual({ ran: 0, failed: 0, last: [], problem: null });
    expect(() => readWatch({ ...before, pings: { ran: -1, failed: 0, last: [], problem: null } })).toThrow(/watch/);
  });
});

describe('a version that nobody used (001-26: unknown never reads as healthy)', () => {
  it.each(['ROLLOUT', 'WATCH'] as const)('%s: is kept when every check passes then, and told as such', (phase) =>
    inWorld(async (world) => {
      unused(world);
      const shift = await serving(world, phase);
      if (phase === 'ROLLOUT') shift.serves(100);
      expect(await shift.observe(1800)).toBe('PROMOTE');
      expect(await shift.evidence()).toMatchObject({
        result: 'PASSED',
        because: {
          rule: 'checks',
          observed: expect.stringMatching(/^nobody used it in \d+ s, so only checks were seen/),
        },
        checks: [{ passed: true }],
      });
    })(),
  );

  it.each(['ROLLOUT', 'WATCH'] as const)('%s: goes back when a check fails or none ran', (phase) =>
    inWorld(async (world) => {
      unused(world);
      const shift = await serving(world, phase);
      if (phase === 'ROLLOUT') shift.serves(100);
      world.ports.checks.seen.production = phase === 'ROLLOUT' ? [] : [healthy, { ...unhealthy, kind: 'functional' }];
      expect(await shift.observe(1800)).toBe('ROLL_BACK');
      expect(await shift.evidence()).toMatchObject({ result: 'FAILED', because: { rule: 'checks' } });
    })(),
  );

  it(
    'the mail says that nobody used it',
    inWorld(async (world) => {
      unused(world);
      const shift = await serving(world, 'WATCH');
      expect(await shift.observe(1800)).toBe('PROMOTE');
      await shift.verify();
      await world.steps.CloseRelease({ releaseId: shift.releaseId, fault: 'none' });
      expect(world.ports.mail.sent.at(-1)).toMatchObject({
        subject: expect.stringMatching(/^Deployed/),
        text: expect.stringMatching(/Watch +nobody used it in 1800 s, so only checks were seen/),
      });
    }),
  );

  it(
    'our own health checks are nobody: where they are all that came, everything is checked at the end',
    inWorld(async (world) => {
      unused(world);
      const shift = await serving(world, 'WATCH');
      expect(await shift.observe(890)).toBe('CONTINUE');
      world.ports.metrics.tenSeconds = { canary: arm(1) };
      expect(await shift.observe(10)).toBe('CONTINUE');
      unused(world);
      world.ports.checks.seen.production = [healthy, { ...unhealthy, kind: 'functional' }];
      expect(await shift.observe(900)).toBe('ROLL_BACK');
    }),
  );
});
