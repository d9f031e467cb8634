import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { service } from '../../contracts/samples.ts';
import {
  deployerWorld,
  KINDS,
  NEW,
  OLD,
  shiftOf,
  type DeployerWorld,
} from '../../support/aws-double/deployer-world.ts';

const canary = shiftOf('CANARY');
const rollout = shiftOf('ROLLOUT');
const staging = shiftOf('STAGING');
const shop = service();

describe.each(KINDS)('CodeDeploy deployer of a target in %s', (kind) => {
  let w: DeployerWorld;
  beforeEach(async () => void (w = await deployerWorld({ kind })));
  afterEach(() => w.close());
  const state = async (shiftId: string) => (await w.deployer.status(shiftId))?.state;

  it('says what runs by the version behind the alias, and nothing of staging between shifts', async () => {
    expect(await w.deployer.running(shop, 'production')).toEqual(OLD);
    expect(await w.deployer.running(shop, 'staging')).toBeNull();
    expect(await w.deployer.status('rel-00000000000000000009.CANARY')).toBeNull();
  });

  it('002-6 gives a canary its share until it is withdrawn, and follows the rollback to its end', async () => {
    expect(await w.deployer.start(canary)).toMatchObject({ state: 'STARTING', weight: 0, since: null });
    await w.codeDeploy.tick();
    const began = w.clock.now();
    expect(await w.deployer.status(canary.shiftId)).toMatchObject({ state: 'SHIFTING', weight: 5, since: began });
    // K8: observed for 10 minutes and prolonged twice; the config waits for a day.
    w.clock.advance(3 * 600_000);
    await w.codeDeploy.tick();
    expect(await w.deployer.status(canary.shiftId)).toMatchObject({ state: 'SHIFTING', weight: 5, since: began });
    expect(await w.deployer.running(shop, 'production')).toEqual(OLD);

    expect(await w.deployer.giveBack(canary.shiftId, 'observed')).toMatchObject({ state: 'RETURNING', weight: 5 });
    await w.codeDeploy.tick();
    expect(await state(canary.shiftId)).toBe('RETURNING');
    await w.codeDeploy.tick();
    expect(await w.deployer.status(canary.shiftId)).toMatchObject({ state: 'RETURNED', weight: 0, since: began });
    expect(w.production()).toEqual({ version: '1', weights: {} });
    expect(w.deployments()).toBe(1);
    expect(await w.deployer.giveBack(canary.shiftId, 'again')).toMatchObject({ state: 'RETURNED' });
  });

  it('004-18 rolls out in two steps, settles, and the new version is the one that runs', async () => {
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'SHIFTING', weight: 25 });
    await expect(w.deployer.settle(rollout.shiftId)).rejects.toThrow(/expected COMPLETE/);
    w.clock.advance(600_000);
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'COMPLETE', weight: 100 });
    await w.deployer.settle(rollout.shiftId);
    await w.deployer.settle(rollout.shiftId);
    expect(await w.deployer.running(shop, 'production')).toEqual(NEW);
    await expect(w.deployer.giveBack(rollout.shiftId, 'late')).rejects.toThrow(/settled/);
    expect(w.production()).toEqual({ version: '2', weights: {} });
  });

  it('gives back after COMPLETE by a deployment of the old version, or by a stop while that one is kept', async () => {
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    w.clock.advance(600_000);
    await w.codeDeploy.tick();
    expect(await state(rollout.shiftId)).toBe('COMPLETE');
    expect(await w.deployer.giveBack(rollout.shiftId, 'it hurts')).toMatchObject({ state: 'RETURNING' });
    expect(await w.deployer.giveBack(rollout.shiftId, 'it hurts')).toMatchObject({ state: 'RETURNING' });
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'RETURNED', weight: 0 });
    expect(w.production()).toEqual({ version: '1', weights: {} });
    expect(w.deployments()).toBe(kind === 'ECS' ? 1 : 2);
  });

  it('sees an alarm roll a shift back without being asked, also between two looks', async () => {
    await w.deployer.start(canary);
    await w.codeDeploy.tick();
    w.alarms.add('shop-production-errors');
    await w.codeDeploy.tick();
    expect(await state(canary.shiftId)).toBe('RETURNING');
    w.alarms.clear();
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    const status = await w.deployer.status(canary.shiftId);
    expect(status).toMatchObject({ state: 'RETURNED', weight: 0 });
    expect(status?.detail).toContain('ALARM_ACTIVE');
  });

  it('counts traffic that nobody saw: a rollback between two looks is RETURNED, not FAILED', async () => {
    await w.deployer.start(canary);
    await w.codeDeploy.tick();
    w.alarms.add('shop-production-errors');
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await w.deployer.status(canary.shiftId)).toMatchObject({ state: 'RETURNED', since: w.clock.now() });
  });

  it('001-42 a rollback that failed is tried by a deployment of our own, and said when that fails too', async () => {
    for (const [fails, last] of [
      [1, 'RETURNED'],
      [2, 'RETURN_FAILED'],
    ] as const) {
      const shift = shiftOf('CANARY', { shiftId: `rel-0000000000000000000${fails}.CANARY` });
      await w.deployer.start(shift);
      await w.codeDeploy.tick();
      await w.deployer.status(shift.shiftId);
      w.codeDeploy.breakNextRollback();
      await w.deployer.giveBack(shift.shiftId, 'observed');
      await w.codeDeploy.tick();
      await w.codeDeploy.tick();
      // CodeDeploy may still be about to make its rollback.
      const before = w.deployments();
      expect(await w.deployer.giveBack(shift.shiftId, 'observed')).toMatchObject({ state: 'RETURNING' });
      expect(w.deployments()).toBe(before);
      w.clock.advance(61_000);
      expect(await w.deployer.giveBack(shift.shiftId, 'observed')).toMatchObject({ state: 'RETURNING', weight: 5 });
      if (fails === 2) w.alarms.add('shop-production-errors');
      await w.codeDeploy.tick();
      await w.codeDeploy.tick();
      if (kind === 'ECS' && fails === 1) {
        // All traffic is back, but the deployment would keep what it came from for an hour: asking to return ends the wait.
        expect(await state(shift.shiftId)).toBe('RETURNING');
        expect(w.codeDeploy.calls).not.toContain('ContinueDeployment');
        expect(await w.deployer.giveBack(shift.shiftId, 'observed')).toMatchObject({ state: 'RETURNING' });
        await w.codeDeploy.tick();
      }
      expect(await state(shift.shiftId)).toBe(last);
    }
  });

  it('serves staging at once and puts it back', async () => {
    await w.deployer.start(staging);
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await w.deployer.status(staging.shiftId)).toMatchObject({ state: 'COMPLETE', weight: 100 });
    await w.deployer.giveBack(staging.shiftId, 'observed');
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await state(staging.shiftId)).toBe('RETURNED');
    expect(w.staging()).toEqual({ version: '1', weights: {} });
    expect(w.production()).toEqual({ version: '1', weights: {} });
  });

  it('knows its own deployment when the reply was lost and the SDK asked again', async () => {
    const retrying = await deployerWorld({ kind, maxAttempts: 3 });
    try {
      retrying.codeDeploy.fail('CreateDeployment', { kind: 'LOST' });
      expect(await retrying.deployer.start(canary)).toMatchObject({ state: 'STARTING' });
      expect(retrying.codeDeploy.calls.filter((call) => call === 'CreateDeployment')).toHaveLength(2);
      expect(retrying.codeDeploy.ids()).toHaveLength(1);
      await retrying.codeDeploy.tick();
      expect(await retrying.deployer.status(canary.shiftId)).toMatchObject({ state: 'SHIFTING', weight: 5 });
    } finally {
      await retrying.close();
    }
  });

  it('knows its own deployment when the reply was lost and it has ended by then', async () => {
    w.codeDeploy.fail('CreateDeployment', { kind: 'LOST' });
    await expect(w.deployer.start(canary)).rejects.toThrow('CodeDeploy CreateDeployment');
    await w.codeDeploy.tick();
    w.alarms.add('shop-production-errors');
    for (let i = 0; i < 3; i += 1) await w.codeDeploy.tick();
    w.alarms.clear();
    expect(await w.deployer.start(canary)).toMatchObject({ state: 'RETURNED' });
    expect(w.deployments()).toBe(1);
  });

  it('a shift that has ended stays so when a later one moves the same alias', async () => {
    await w.deployer.start(canary);
    await w.codeDeploy.tick();
    await w.deployer.giveBack(canary.shiftId, 'observed');
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await state(canary.shiftId)).toBe('RETURNED');
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    w.clock.advance(600_000);
    await w.codeDeploy.tick();
    expect(await state(rollout.shiftId)).toBe('COMPLETE');
    expect(await state(canary.shiftId)).toBe('RETURNED');
    expect(w.versions()).toBe(2);
  });

  describe('001-40: a rollout that may not return', () => {
    const oneWay = shiftOf('ROLLOUT', { mayReturn: false });
    const begun = async () => {
      await w.deployer.start(oneWay);
      await w.codeDeploy.tick();
      expect(await w.deployer.status(oneWay.shiftId)).toMatchObject({ state: 'SHIFTING', weight: 25 });
    };
    const served = () => w.production();

    it('is stopped without a rollback, and its traffic stays where it is', async () => {
      await begun();
      const split = served();
      expect(await w.deployer.giveBack(oneWay.shiftId, 'errors')).toMatchObject({
        state: 'FROZEN',
        weight: 25,
        detail: expect.stringContaining('errors'),
      });
      await w.codeDeploy.tick();
      await w.codeDeploy.tick();
      expect(await w.deployer.giveBack(oneWay.shiftId, 'again')).toMatchObject({ state: 'FROZEN', weight: 25 });
      expect([served(), w.deployments()]).toEqual([split, 1]);
    });

    it('takes no other shift beside it', async () => {
      await begun();
      await w.deployer.giveBack(oneWay.shiftId, 'errors');
      const next = shiftOf('CANARY', { shiftId: 'rel-00000000000000000002.CANARY' });
      expect(await w.deployer.start(next)).toMatchObject({
        state: 'FAILED',
        detail: expect.stringContaining('two versions share'),
      });
    });

    it('after its last step all traffic stays', async () => {
      await begun();
      w.clock.advance(600_000);
      await w.codeDeploy.tick();
      expect(await w.deployer.giveBack(oneWay.shiftId, 'errors')).toMatchObject({ state: 'FROZEN', weight: 100 });
      expect(w.deployments()).toBe(1);
    });

    it('before it has had any it goes back', async () => {
      await w.deployer.start(oneWay);
      await w.deployer.giveBack(oneWay.shiftId, 'never mind');
      for (let i = 0; i < 4; i += 1) await w.codeDeploy.tick();
      expect(['FAILED', 'RETURNED']).toContain(await state(oneWay.shiftId));
    });
  });
});
