import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Terminal } from '../../../core/contracts/errors.ts';
import { service } from '../../contracts/samples.ts';
import { sha256Hex } from '../../support/aws-double/lambda.ts';
import {
  ARTIFACT,
  deployerWorld,
  NEW,
  OLD,
  shiftOf,
  type DeployerWorld,
} from '../../support/aws-double/deployer-world.ts';

const canary = shiftOf('CANARY');
const staging = shiftOf('STAGING');
const shop = service();

describe('CodeDeploy deployer, refusals', () => {
  let w: DeployerWorld;
  beforeEach(async () => void (w = await deployerWorld()));
  afterEach(() => w.close());
  const state = async (shiftId: string) => (await w.deployer.status(shiftId))?.state;

  it('refuses to say what runs when nobody knows', async () => {
    w.lambda.add('guarded-shop-production', 'live', 'bytes', 'made by hand');
    await expect(w.deployer.running(shop, 'production')).rejects.toThrow(Terminal);
  });

  it('does not start into an alarm, and waits for the dead-man alarm to go off', async () => {
    w.alarms.add('shop-production-errors');
    expect(await w.deployer.start(canary)).toMatchObject({ state: 'FAILED' });
    expect(w.pauses.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(60_000);
    expect(w.deployments()).toBe(0);
    expect(w.cloudWatch.put[0]).toBe('Interlock/ShiftHeartbeat');
  });

  it('needs no deployment in staging when the bytes are there already, and refuses one in production', async () => {
    w.lambda.objects.set(ARTIFACT, 'old bytes');
    await w.documents.artifacts.change(
      shop,
      () => ({ sha256: sha256Hex('old bytes'), key: ARTIFACT, image: null, published: {} }),
      NEW.commit,
    );
    expect(await w.deployer.start(staging)).toMatchObject({ state: 'COMPLETE', weight: 100, since: w.clock.now() });
    expect(await w.deployer.giveBack(staging.shiftId, 'observed')).toMatchObject({ state: 'RETURNED' });
    const refused = await w.deployer.start(canary);
    expect(refused).toMatchObject({ state: 'FAILED', weight: 0 });
    expect(refused.detail).toContain('byte for byte');
    expect(await w.deployer.running(shop, 'production')).toEqual(OLD);
    expect(w.deployments()).toBe(0);
  });

  it('never deploys bytes that the gates did not record', async () => {
    w.lambda.objects.set(ARTIFACT, 'other bytes');
    const status = await w.deployer.start(canary);
    expect(status).toMatchObject({ state: 'FAILED' });
    expect(status.detail).toContain('SHA-256');
    expect(w.lambda.versions('guarded-shop-production')).toBe(1);
    const unknown = shiftOf('CANARY', {
      shiftId: 'rel-00000000000000000002.CANARY',
      to: { ...NEW, commit: OLD.commit },
    });
    expect((await w.deployer.start(unknown)).detail).toContain('no artifact');
    expect(w.deployments()).toBe(0);
  });

  it('refuses when something else runs than the plan was made for', async () => {
    const status = await w.deployer.start(shiftOf('CANARY', { from: NEW }));
    expect(status.state).toBe('FAILED');
    expect(status.detail).toContain(OLD.digest);
    expect(await w.deployer.start(canary)).toEqual(status);
    expect(w.deployments()).toBe(0);
  });

  it('is one of those who may not shift while another deployment of the group is under way', async () => {
    await w.deployer.start(canary);
    const other = shiftOf('CANARY', { shiftId: 'rel-00000000000000000002.CANARY' });
    const status = await w.deployer.start(other);
    expect(status).toMatchObject({ state: 'FAILED' });
    expect(status.detail).toContain('another deployment');
    expect(await state(canary.shiftId)).toBe('STARTING');
  });

  it('gives back a shift that never began, and does not begin it afterwards', async () => {
    w.faults.spoil(1, 'DENIED');
    await expect(w.deployer.start(canary)).rejects.toThrow(Terminal);
    expect(await state(canary.shiftId)).toBeUndefined();
    await expect(w.deployer.giveBack(canary.shiftId, 'stop')).rejects.toThrow(/no shift/);
    w.faults.spoil(4, 'THROTTLED');
    await expect(w.deployer.start(canary)).rejects.toThrow();
    expect(await w.deployer.giveBack(canary.shiftId, 'stop')).toMatchObject({ state: 'FAILED', weight: 0 });
    expect(await w.deployer.start(canary)).toMatchObject({ state: 'FAILED' });
    expect(w.deployments()).toBe(0);
  });

  it('never begins what was forbidden before it was stored', async () => {
    await w.deployer.forbid(canary.shiftId, 'its release was closed');
    expect(await state(canary.shiftId)).toBeUndefined();
    const status = await w.deployer.start(canary);
    expect(status).toMatchObject({ state: 'FAILED', detail: 'forbidden before it began: its release was closed' });
    expect(await w.deployer.start(canary)).toEqual(status);
    expect(w.deployments()).toBe(0);
  });

  it('sees that it was given back while it waited for the alarms', async () => {
    w.alarms.add('shop-production-errors');
    w.pausing.meanwhile = async () => {
      w.alarms.clear();
      expect(await w.deployer.giveBack(canary.shiftId, 'its release was closed')).toMatchObject({ state: 'FAILED' });
    };
    expect(await w.deployer.start(canary)).toMatchObject({ state: 'FAILED', weight: 0 });
    expect(w.pauses).toHaveLength(1);
    expect(w.deployments()).toBe(0);
  });
});
