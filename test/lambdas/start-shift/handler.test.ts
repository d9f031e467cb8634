import { describe, expect, it } from '@jest/globals';
import type { Phase } from '../../../core/contracts/shift.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { LARGER } from '../../support/a-canary-plan.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { unhealthy } from '../../support/fakes/checks.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { DIGEST, HEAD, RUNNING, SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { aShift, cancel, serving } from '../../support/a-shift.ts';

const PHASES = ['STAGING', 'CANARY', 'ROLLOUT', 'WATCH'] as const satisfies readonly Phase[];
const MOVING = PHASES.slice(0, 3);

const PLANNED = {
  kind: 'ROLL_OUT',
  rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' },
  canary: LARGER,
} as const;

describe('start-shift', () => {
  it.each([
    ['STAGING', 'staging', [{ weight: 100, bakeSeconds: 21_600 }]],
    ['CANARY', 'production', [{ weight: 5, bakeSeconds: 21_600 }]],
    [
      'ROLLOUT',
      'production',
      [
        { weight: 25, bakeSeconds: 600 },
        { weight: 100, bakeSeconds: 0 },
      ],
    ],
  ] as const)('%s: recorded first, then begun with the steps of its plan (K8)', (phase, environment, steps) =>
    inWorld(async (world) => {
      const shift = await aShift(world, phase);
      const start = world.ports.deployer.start;
      let request: unknown;
      world.ports.deployer.start = (r) => start((request = r) as never);
      const seen = keysAt(world, 'deployer', 'start', shift.releaseId);
      expect(await shift.start()).toBe('OBSERVE');
      expect(seen).toEqual([[`shift.${phase}.started`]]);
      const to = { commit: HEAD, digest: DIGEST };
      const expected = {
        shiftId: shift.shiftId,
        service: SHOP,
        environment,
        from: RUNNING,
        to,
        steps,
        mayReturn: true,
      };
      expect(request).toEqual(expected);
      expect(await shift.evidence()).toMatchObject({ from: RUNNING, to, decision: null, result: null });
    })(),
  );

  it(
    'a canary begins with the share and the time of its verdict, whatever the config says by now (002-21)',
    inWorld(async (world) => {
      const shift = await aShift(world, 'CANARY', { verdict: { plan: PLANNED } });
      let request: unknown;
      const start = world.ports.deployer.start;
      world.ports.deployer.start = (r) => start((request = r) as never);
      expect(await shift.start()).toBe('OBSERVE');
      expect(request).toMatchObject({ steps: [{ weight: 10, bakeSeconds: 21_600 }] });
      expect(await shift.evidence()).toMatchObject({ plannedSeconds: 1230 });
      expect((await world.record(shift.releaseId, 'shift.CANARY.started'))?.payload).toMatchObject({
        steps: [{ weight: 10 }],
        plannedSeconds: 1230,
      });
    }),
  );

  it(
    'WATCH moves nothing and is not refused: what is wrong then is seen and undone by an observation',
    inWorld(async (world) => {
      const shift = await aShift(world, 'WATCH');
      await cancel(world, shift.releaseId);
      await world.ports.controls.setKillSwitch('*', true, 'ops', 'fire');
      expect(await shift.start()).toBe('OBSERVE');
      expect(world.ports.deployer.moves).toEqual([]);
    }),
  );

  it.each(PHASES)('%s changes nothing when it is repeated, wherever it died before', (phase) =>
    crashEverywhere(async (world) => {
      const shift = await aShift(world, phase);
      return { releaseId: shift.releaseId, run: () => shift.call('START') };
    }),
  );

  const refusals: [string, (world: World, shift: Awaited<ReturnType<typeof aShift>>) => unknown, string, string][] = [
    ['a stop was asked for', (world, { releaseId }) => cancel(world, releaseId), 'stop', 'CANCELLED'],
    [
      'the kill switch is on',
      ({ ports }) => ports.controls.setKillSwitch('*', true, 'ops', 'fire'),
      'kill-switch',
      'NOT_STARTED',
    ],
    ['nothing serves', ({ ports }) => ports.deployer.serving.clear(), 'baseline', 'NOT_STARTED'],
    [
      'production is ill (001-66)',
      ({ ports }) => (ports.checks.seen.production = [unhealthy]),
      'production-health',
      'NOT_STARTED',
    ],
    [
      'nobody knows whether production is well',
      ({ ports }) => (ports.checks.seen.production = []),
      'production-health',
      'NOT_STARTED',
    ],
    [
      'an alarm is on',
      ({ ports }) => (ports.alarms.now = [{ name: 'shop-errors', state: 'ALARM' }]),
      'alarms',
      'NOT_STARTED',
    ],
    [
      'an alarm has no data',
      ({ ports }) => (ports.alarms.now = [{ name: 'shop-errors', state: 'INSUFFICIENT_DATA' }]),
      'alarms',
      'NOT_STARTED',
    ],
    [
      'the lock is not held',
      ({ ports }, { releaseId }) => ports.locks.release(SHOP, 'production', releaseId),
      'lock',
      'NOT_STARTED',
    ],
  ];
  it.each(MOVING.flatMap((phase) => refusals.map((refusal) => [phase, ...refusal] as const)))(
    '%s is refused when %s',
    (phase, _, happen, rule, result) =>
      inWorld(async (world) => {
        const shift = await aShift(world, phase);
        await happen(world, shift);
        expect(await shift.start()).toBe('REFUSED');
        expect(await shift.start()).toBe('REFUSED');
        expect(world.ports.deployer.moves).toEqual([]);
        expect(await world.keys(shift.releaseId)).toEqual([`shift.${phase}.refused`]);
        expect(await shift.evidence()).toMatchObject({ result, because: { rule } });
        expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result });
      })(),
  );

  it(
    'what was refused is not begun when the reason has gone',
    inWorld(async (world) => {
      const shift = await aShift(world, 'CANARY');
      await world.ports.controls.setKillSwitch(SHOP, true, 'ops', 'fire');
      expect(await shift.start()).toBe('REFUSED');
      await world.ports.controls.setKillSwitch(SHOP, false, 'ops', 'out');
      expect(await shift.start()).toBe('REFUSED');
      expect(world.ports.deployer.moves).toEqual([]);
    }),
  );

  it.each(MOVING)('%s that has begun is never called refused: an observation ends it', (phase) =>
    inWorld(async (world) => {
      const shift = await serving(world, phase);
      await world.ports.controls.setKillSwitch(SHOP, true, 'ops', 'fire');
      world.ports.checks.seen.production = [unhealthy];
      expect(await shift.start()).toBe('OBSERVE');
      expect(await shift.observe()).toMatch(/WITHDRAW|ROLL_BACK/);
      expect(await shift.stop()).toBe('VERIFY');
      expect(world.ports.deployer.moves).toEqual([`start ${shift.shiftId}`, `return ${shift.shiftId}`]);
    })(),
  );

  it(
    'can be tried again when the deployer does not answer',
    inWorld(async (world) => {
      const shift = await aShift(world, 'CANARY');
      failOnce(world, 'deployer', 'start');
      await expect(shift.start()).rejects.toMatchObject({ name: 'Transient' });
      expect(await shift.start()).toBe('OBSERVE');
      expect(world.ports.deployer.moves).toEqual([`start ${shift.shiftId}`]);
      expect(await world.keys(shift.releaseId)).toEqual(['shift.CANARY.started']);
    }),
  );

  it.each([
    ['an action', { action: 'STOP' }, 'action'],
    ['an unknown phase', { phase: 'PROD' }, 'phase'],
    ['a malformed id', { releaseId: 'rel-' }, 'releaseId'],
  ])('names what is wrong with %s', (_, over, named) =>
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      const input = { phase: 'CANARY', releaseId: shift.releaseId, ...over };
      await expect(world.steps.StartShift(input)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining(named),
      });
    })(),
  );

  it(
    'an unknown release is Terminal, as is one without a digest',
    inWorld(async (world) => {
      const input = { phase: 'CANARY', releaseId: releaseIdOf(404) };
      await expect(world.steps.StartShift(input)).rejects.toMatchObject({ name: 'Terminal' });
    }),
  );
});

describe('start-shift of a rollout consumes its permit', () => {
  it.each<[string, (world: World, releaseId: string) => unknown]>([
    ['there is none', ({ db }) => db.exec('DELETE FROM permits')],
    ['it is for other bytes', ({ db }) => db.exec(`UPDATE permits SET digest = 'sha256:${'0'.repeat(64)}'`)],
    ['it is of an older lock', ({ db }) => db.exec('UPDATE permits SET fence = 0')],
    ['another shift used it', ({ ports }, id) => ports.permits.consume(id as never, 'other.ROLLOUT')],
    ['it has expired', ({ clock }) => clock.advance(300_000)],
  ])('and is refused when %s', (_, happen) =>
    inWorld(async (world) => {
      const shift = await aShift(world, 'ROLLOUT');
      await happen(world, shift.releaseId);
      expect(await shift.start()).toBe('REFUSED');
      expect(world.ports.deployer.moves).toEqual([]);
      expect(await shift.evidence()).toMatchObject({ result: 'NOT_STARTED', because: { rule: 'permit' } });
    })(),
  );

  it(
    'before the deployer is called, and only once',
    inWorld(async (world) => {
      const shift = await aShift(world, 'ROLLOUT');
      failOnce(world, 'deployer', 'start');
      await expect(shift.start()).rejects.toMatchObject({ name: 'Transient' });
      expect(await world.ports.permits.get(shift.releaseId)).toMatchObject({ consumedBy: shift.shiftId });
      world.clock.advance(3_600_000);
      expect(await shift.start()).toBe('OBSERVE');
    }),
  );
});
