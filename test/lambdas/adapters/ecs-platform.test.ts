import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Terminal } from '../../../core/contracts/errors.ts';
import { versionDescription } from '../../../core/contracts/target.ts';
import { service } from '../../contracts/samples.ts';
import {
  deployerWorld,
  ECS_TARGETS,
  NEW,
  NEW_IMAGE,
  OLD,
  shiftOf,
  type DeployerWorld,
} from '../../support/aws-double/deployer-world.ts';

const shop = service();
const target = ECS_TARGETS.production;
const [blue, green] = target.targetGroupArns;
const canary = shiftOf('CANARY');
const rollout = shiftOf('ROLLOUT');

describe('an ECS service that is deployed to', () => {
  let w: DeployerWorld;
  beforeEach(async () => void (w = await deployerWorld({ kind: 'ECS' })));
  afterEach(() => w.close());

  it('gets a revision that differs from the one that serves in the image and its label alone', async () => {
    await w.deployer.start(canary);
    const [old, released] = w.ecs.revisions('shop-production');
    const [web, proxy] = old!.containerDefinitions;
    expect(released).toEqual({
      ...old,
      containerDefinitions: [
        {
          ...web,
          image: `${target.repository}@${NEW_IMAGE}`,
          dockerLabels: { team: 'shop', 'interlock.version': versionDescription(NEW) },
        },
        proxy,
      ],
    });
    expect(await w.documents.artifacts.get(shop, NEW.commit)).toMatchObject({
      image: NEW_IMAGE,
      published: { 'production/shop': expect.stringMatching(/task-definition\/shop-production:2$/) },
    });
  });

  it('is tried and rolled out as the same revision', async () => {
    await w.deployer.start(canary);
    await w.codeDeploy.tick();
    await w.deployer.giveBack(canary.shiftId, 'observed');
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await w.deployer.status(canary.shiftId)).toMatchObject({ state: 'RETURNED' });
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    expect(w.production()).toEqual({ version: '1', weights: { '2': 25 } });
    expect(w.versions()).toBe(2);
  });

  it('keeps the old tasks until it is settled, and not a minute longer', async () => {
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    w.clock.advance(600_000);
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'COMPLETE', weight: 100 });
    const completeAt = w.clock.now();
    w.clock.advance(30 * 60_000);
    await w.codeDeploy.tick();
    expect(w.ecs.behind(target).size).toBe(2);
    await w.deployer.settle(rollout.shiftId);
    await w.codeDeploy.tick();
    expect(w.ecs.behind(target).size).toBe(1);
    expect((await w.documents.shifts.get(rollout.shiftId))?.completeAt).toBe(completeAt);
  });

  it('gives back by a deployment of its own when the old tasks are gone, and does not wait for the new ones', async () => {
    await w.close();
    w = await deployerWorld({ kind: 'ECS', keepsMinutes: 5 });
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    w.clock.advance(600_000);
    await w.codeDeploy.tick();
    w.clock.advance(300_000);
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'COMPLETE' });
    expect(await w.deployer.giveBack(rollout.shiftId, 'it hurts')).toMatchObject({ state: 'RETURNING' });
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await w.deployer.giveBack(rollout.shiftId, 'it hurts')).toMatchObject({ state: 'RETURNING', weight: 0 });
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'RETURNED' });
    expect(w.production()).toEqual({ version: '1', weights: {} });
    expect(w.deployments()).toBe(2);
  });

  it('an alarm gives the traffic back while the old tasks are kept', async () => {
    await w.deployer.start(rollout);
    await w.codeDeploy.tick();
    w.clock.advance(600_000);
    await w.codeDeploy.tick();
    w.alarms.add('shop-production-errors');
    await w.codeDeploy.tick();
    w.alarms.clear();
    await w.codeDeploy.tick();
    await w.codeDeploy.tick();
    expect(await w.deployer.status(rollout.shiftId)).toMatchObject({ state: 'RETURNED', weight: 0 });
  });

  it('refuses to say what runs when the task definition does not', async () => {
    w.serve('made by hand');
    await expect(w.deployer.running(shop, 'production')).rejects.toThrow(Terminal);
  });

  it('nothing is whole while a share of the requests goes to a group without tasks', async () => {
    w.ecs.weigh(target, blue, 60);
    w.ecs.weigh(target, green, 40);
    await w.deployer.start(canary);
    // The canary is the green group now: the shares are CodeDeploy's again.
    expect((await w.deployer.status(canary.shiftId))?.state).toBe('STARTING');
    w.ecs.weigh(target, blue, 0);
    w.ecs.weigh(target, green, 100);
    await expect(w.deployer.running(shop, 'production')).rejects.toThrow(/nobody knows/);
    await expect(w.deployer.start(shiftOf('CANARY', { shiftId: 'rel-00000000000000000002.CANARY' }))).rejects.toThrow(
      /nobody knows/,
    );
  });

  it.each<[string, (w: DeployerWorld) => unknown, RegExp]>([
    [
      'no image',
      (x) => x.documents.artifacts.change(shop, (a) => ({ ...a!, image: null }), NEW.commit),
      /left no image/,
    ],
    ['no artifact', (x) => void x, /no artifact/],
    ['an image that is not in the repository', (x) => x.ecs.images.clear(), /does not hold the image/],
  ])('never deploys a commit with %s', async (what, spoil, why) => {
    await spoil(w);
    const to = what === 'no artifact' ? { ...NEW, commit: OLD.commit } : NEW;
    const status = await w.deployer.start(shiftOf('CANARY', { to }));
    expect(status.state).toBe('FAILED');
    expect(status.detail).toMatch(why);
    expect([w.versions(), w.deployments()]).toEqual([1, 0]);
  });
});
