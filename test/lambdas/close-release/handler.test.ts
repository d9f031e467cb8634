import { describe, expect, it } from '@jest/globals';
import { recorder } from '../../../lambdas/kit/recorder.ts';
import { hold, releaseIdOf } from '../../contracts/samples.ts';
import { keysAt } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { DIGEST, HEAD, SHOP } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';
import { close, record, shifted, deployed, lock } from './a-closing.ts';

describe('close-release', () => {
  it(
    'deployed: marked in the repository, told (001-29), the lock is free, the release closed last',
    inWorld(async (world) => {
      const releaseId = await deployed(world);
      world.clock.advance(3_600_000);
      const seen = keysAt(world, 'vcs', 'markDeployed', releaseId);
      await expect(close(world, releaseId, 'none')).resolves.toEqual({ outcome: 'DEPLOYED' });
      expect(seen).toEqual([['shift.ended', 'release.closed']]);
      expect([...world.ports.vcs.deployed]).toEqual([[SHOP, HEAD]]);
      expect((await world.record(releaseId, 'release.closed'))?.payload).toEqual({
        outcome: 'DEPLOYED',
        fault: null,
        seconds: 3600,
      });
      const [mail] = world.ports.mail.sent;
      expect([mail?.to, mail?.subject]).toEqual(['alice@example.com', 'Deployed: shop: Faster search']);
      expect(await lock(world)).toBeNull();
      expect(await world.ports.releases.get(releaseId)).toMatchObject({ status: 'CLOSED', outcome: 'DEPLOYED' });
      expect(world.ports.deployer.moves.at(-1)).toBe(`settle ${releaseId}.ROLLOUT`);
    }),
  );

  it(
    '004-50: the author, whom the home proved, has one entry in the trust ledger, whatever is repeated',
    inWorld(async (world) => {
      const releaseId = await deployed(world);
      const release = (await world.ports.releases.get(releaseId))!;
      const { change } = release;
      const opened = { key: 'release.opened', event: 'release.opened', rationale: '', payload: { trailers: [] } };
      await recorder(
        world.ports.auditLog,
        release,
      )({ ...opened, actor: { ...change.submittedBy, authenticated: true } });
      await record(world, releaseId, 'decision.made', { riskClass: 'LOW' });
      await close(world, releaseId, 'none');
      await close(world, releaseId, 'none');
      expect(await world.ports.trust.entries(change.submittedBy.id, change.repository)).toMatchObject([
        { releaseId, outcome: 'DEPLOYED', riskClass: 'LOW', change: change.change },
      ]);
    }),
  );

  it(
    'a ledger that cannot be written does not keep the lock, and the release is closed when it can be',
    inWorld(async (world) => {
      const releaseId = await deployed(world);
      const release = (await world.ports.releases.get(releaseId))!;
      const opened = { key: 'release.opened', event: 'release.opened', rationale: '', payload: { trailers: [] } };
      await recorder(
        world.ports.auditLog,
        release,
      )({ ...opened, actor: { ...release.change.submittedBy, authenticated: true } });
      await record(world, releaseId, 'decision.made', { riskClass: 'LOW' });
      expect(await lock(world)).toBe(releaseId);
      const { add } = world.ports.trust;
      world.ports.trust.add = () => Promise.reject(new Error('no room'));
      await expect(close(world, releaseId, 'none')).rejects.toThrow('no room');
      expect(await lock(world)).toBeNull();
      expect(await world.ports.releases.get(releaseId)).toMatchObject({ status: 'OPEN' });
      world.ports.trust.add = add;
      await expect(close(world, releaseId, 'none')).resolves.toEqual({ outcome: 'DEPLOYED' });
    }),
  );

  it(
    'what was deployed on record and not settled is settled, not left to be given back',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      await shifted(world, releaseId, 'ROLLOUT', 100);
      await record(world, releaseId, 'shift.ended', { phase: 'WATCH', result: 'PASSED', next: 'PROCEED' });
      await expect(close(world, releaseId)).resolves.toEqual({ outcome: 'DEPLOYED' });
      expect(world.ports.deployer.serving.get('production')).toEqual({ commit: HEAD, digest: DIGEST });
    }),
  );

  it.each([
    ['RETURNED', 'ROLLED_BACK'],
    ['RETURN_FAILED', 'ROLLBACK_FAILED'],
  ] as const)('what was deployed on record and is %s by now ends as %s', (state, outcome) =>
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      const shiftId = await shifted(world, releaseId, 'ROLLOUT', 100);
      await record(world, releaseId, 'shift.ended', { phase: 'WATCH', result: 'PASSED', next: 'PROCEED' });
      world.ports.deployer.set(shiftId, { state, weight: 0 });
      await expect(close(world, releaseId)).resolves.toEqual({ outcome });
      expect(world.ports.vcs.deployed.size).toBe(0);
    })(),
  );

  it.each(['STAGING', 'CANARY', 'ROLLOUT'] as const)(
    'not deployed: the traffic of %s goes back before the lock is free (001-30)',
    (phase) =>
      inWorld(async (world) => {
        const releaseId = await seedRelease(world);
        const shiftId = await shifted(world, releaseId, phase, 100);
        let held: unknown = 'not asked';
        const { giveBack } = world.ports.deployer;
        world.ports.deployer.giveBack = async (...args) => {
          held = await lock(world);
          return giveBack(...args);
        };
        await expect(close(world, releaseId, 'States.Timeout')).resolves.toEqual({ outcome: 'ERRORED' });
        expect(held).toBe(releaseId);
        expect(await world.ports.deployer.status(shiftId)).toMatchObject({ state: 'RETURNED' });
        expect(await lock(world)).toBeNull();
        expect(world.ports.vcs.deployed.size).toBe(0);
        expect(world.ports.mail.sent[0]?.text).toContain('States.Timeout');
      })(),
  );

  it(
    'the lock stays held while traffic is on its way back',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      const shiftId = await shifted(world, releaseId, 'CANARY', 5);
      world.ports.deployer.returnsAs = 'RETURNING';
      await expect(close(world, releaseId)).rejects.toMatchObject({ name: 'Transient' });
      await expect(close(world, releaseId)).rejects.toMatchObject({ name: 'Transient' });
      expect(await lock(world)).toBe(releaseId);
      world.ports.deployer.set(shiftId, { state: 'RETURNED' });
      await expect(close(world, releaseId)).resolves.toEqual({ outcome: 'ERRORED' });
      expect(await world.keys(releaseId)).toEqual(['release.closed']);
    }),
  );

  it.each(['when it is asked to', 'and nobody has noticed yet'])(
    'traffic that cannot be given back %s is a failed rollback: kill switch, on record, told (001-42)',
    (when) =>
      inWorld(async (world) => {
        const releaseId = await seedRelease(world);
        const shiftId = await shifted(world, releaseId, 'CANARY', 5);
        if (when === 'when it is asked to') world.ports.deployer.returnsAs = 'RETURN_FAILED';
        else world.ports.deployer.set(shiftId, { state: 'RETURN_FAILED' });
        const seen = keysAt(world, 'controls', 'setKillSwitch', releaseId);
        await expect(close(world, releaseId, 'Terminal')).resolves.toEqual({ outcome: 'ROLLBACK_FAILED' });
        expect(seen).toEqual([['shift.CANARY.lost']]);
        expect(await world.ports.controls.killSwitch(SHOP)).toContain('rollback failed');
        expect(world.ports.mail.sent[0]?.subject).toContain('ROLLBACK FAILED');
      })(),
  );

  it(
    'a failed rollback that is on record is not recorded twice; the kill switch is on whoever died before it was',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      const shiftId = await shifted(world, releaseId, 'CANARY', 5);
      world.ports.deployer.set(shiftId, { state: 'RETURN_FAILED' });
      const ended = { phase: 'CANARY', result: 'ROLLBACK_FAILED', next: 'CLOSE' };
      await record(world, releaseId, 'shift.ended', ended, 'shift.CANARY.ended');
      await expect(close(world, releaseId)).resolves.toEqual({ outcome: 'ROLLBACK_FAILED' });
      expect(await world.keys(releaseId)).toEqual(['shift.CANARY.ended', 'release.closed']);
      expect(await world.ports.controls.killSwitch(SHOP)).toContain('rollback failed');
    }),
  );

  it(
    'a fault while a person was asked is an error, not a cancel by somebody',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      const subject = { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash };
      await world.ports.holds.open(hold(`${releaseId}.APPROVAL`, { subject }), 'token');
      await expect(close(world, releaseId, 'States.Timeout')).resolves.toEqual({ outcome: 'ERRORED' });
      const [kept] = await world.ports.holds.ofRelease(releaseId);
      expect(kept?.status).toMatchObject({ kind: 'ENDED', answer: 'CANCELLED', by: 'interlock' });
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'CLOSE', answer: 'CANCELLED' });
    }),
  );

  it(
    'everybody is told, also two whose ids differ only in letters that no key has',
    inWorld(
      async (world) => {
        await close(world, await deployed(world));
        expect(world.ports.mail.sent.map((m) => m.to)).toEqual(['jm@example.com', 'jr@example.com']);
      },
      {
        approvers: [
          { id: 'Jäm', email: 'jm@example.com' },
          { id: 'Jöm', email: 'jr@example.com' },
        ],
      },
    ),
  );

  it(
    'a mail that nobody takes, or a service that left the config, keeps nothing open',
    inWorld(async (world) => {
      world.ports.mail.broken.add('alice@example.com');
      const releaseId = await deployed(world);
      const shop = Object.values(world.ports.settings.now.config.services)[0];
      world.ports.settings.change({ services: { other: shop } as never });
      await expect(close(world, releaseId)).resolves.toEqual({ outcome: 'DEPLOYED' });
    }),
  );

  it(
    'hostile text in title and fault is text',
    inWorld(async (world) => {
      const title = '<script>x</script>\nBcc: all@example.com';
      const releaseId = await seedRelease(world, { event: { title } });
      await close(world, releaseId, `<b>${'\u0007'}${'x'.repeat(990)}`);
      const [mail] = world.ports.mail.sent;
      expect(mail?.subject).not.toMatch(/[\r\n]/);
      expect(mail?.html).not.toMatch(/<script|<b>x/);
    }),
  );

  it(
    'an unknown release is Terminal, a malformed input is named',
    inWorld(async (world) => {
      await expect(close(world, releaseIdOf(404))).rejects.toMatchObject({ name: 'Terminal' });
      await expect(close(world, releaseIdOf(7), 'x'.repeat(1001))).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('input of close-release: fault'),
      });
    }),
  );
});
