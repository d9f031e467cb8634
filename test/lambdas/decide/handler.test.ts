import { describe, expect, it } from '@jest/globals';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { releaseIdOf as releaseIdOfEvent } from '../../../core/release/release-id.ts';
import { verifyRecords } from '../../../core/audit/verify-records.ts';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { commitOf, releaseIdOf } from '../../contracts/samples.ts';
import { FAILED } from '../../support/fakes/gates.ts';
import { DIGEST, RUNNING, SHOP, someChange, someEvent } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { collected, verdictOf } from './collected.ts';

describe('decide', () => {
  it(
    'records the verdict with the facts it was made from, so that it can be made again',
    inWorld(async (world) => {
      const releaseId = await collected(world);
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'ROLL_OUT' });
      const verdict = await verdictOf(world, releaseId);
      expect(verdict).toMatchObject({ route: 'HUMAN', next: 'ROLL_OUT' });
      expect(await evidenceOf(world.ports.blobs, releaseId).get('facts')).toMatchObject({
        gates: { status: 'PASSED' },
        review: { status: 'REVIEWED', riskScore: 2 },
        trust: { level: 'L0' },
        containsRunning: true,
      });
      expect(await world.record(releaseId, 'gates.ended')).toMatchObject({ payload: { status: 'PASSED' } });
      expect(await world.record(releaseId, 'decision.made')).toMatchObject({
        head: { riskScore: 2 },
        payload: { route: 'HUMAN', next: 'ROLL_OUT', because: verdict.because, profile: 'conservative' },
      });
    }),
  );

  it.each([7, null])('records by which settings it decided, version %j, in a record that verifies', (version) =>
    inWorld(async (world) => {
      const { settings } = world.ports;
      settings.now = { ...settings.now, version };
      const releaseId = await collected(world);
      await world.steps.Decide({ releaseId });
      const decided = { hash: settings.now.hash, version };
      expect(await world.record(releaseId, 'decision.made')).toMatchObject({
        head: { policyVersion: decided.hash },
        payload: { settings: decided },
      });
      // Settings that changed since are not those of the decision, even if its record has to be written again.
      settings.change({ triggersOff: ['too-many-files'] });
      await world.steps.Decide({ releaseId });
      expect((await evidenceOf(world.ports.blobs, releaseId).get('facts')).settings).toEqual(decided);
      const records = await world.ports.auditLog.records(releaseId);
      expect(verifyRecords(records)).toMatchObject({ problems: [] });
    })(),
  );

  it.each([
    ['enough traffic: as configured', 600, 5, 600, 'ADEQUATE'],
    ['too little: policy makes it longer', 20, 5, 900, 'ADEQUATE'],
    ['far too little: a person is asked', 0.1, 5, 600, 'UNDERPOWERED'],
    ['nothing known: a person is asked', null, 5, 600, 'UNKNOWN'],
  ])('plans the canary on recent traffic, %s (K19, 002-21)', (_, requestsPerSecond, weight, seconds, status) =>
    inWorld(async (world) => {
      world.ports.traffic.past = { ...world.ports.traffic.past, requestsPerSecond };
      const releaseId = await collected(world);
      await world.steps.Decide({ releaseId });
      const verdict = await verdictOf(world, releaseId);
      expect(verdict?.plan).toMatchObject({ canary: { weight, seconds } });
      expect(verdict?.triggers.includes('underpowered-canary')).toBe(status !== 'ADEQUATE');
      const facts = await evidenceOf(world.ports.blobs, releaseId).get('facts');
      expect(facts.canaryPower).toMatchObject({ status, traffic: { requestsPerSecond } });
      expect(await world.record(releaseId, 'decision.made')).toMatchObject({
        payload: { plan: { canary: { weight, seconds } } },
      });
    })(),
  );

  it(
    'documentation alone is only recorded (K25)',
    inWorld(async (world) => {
      const diff = world.ports.vcs.change.diff.replaceAll('src/search.js', 'docs/search.md');
      world.ports.vcs.change = someChange({ diff });
      const releaseId = await collected(world);
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'RECORD_ONLY' });
    }),
  );

  it.each<[string, (world: World) => Promise<ReleaseId>, string]>([
    ['a gate failed', (world) => collected(world, FAILED), 'gates'],
    ['no gate has a result', (world) => collected(world, null), 'gates'],
    [
      'the gates were cancelled',
      (world) => collected(world, { status: 'CANCELLED', summary: 'cancelled', results: [] }),
      'gates',
    ],
    [
      'the kill switch is on (003-25)',
      async (world) => {
        await world.ports.controls.setKillSwitch('*', true, 'ops', 'incident 7');
        return collected(world);
      },
      'incident 7',
    ],
    [
      'these bytes were rolled back before',
      async (world) => {
        await world.ports.controls.addQuarantine(SHOP, DIGEST, 'hurt on Monday');
        return collected(world);
      },
      'hurt on Monday',
    ],
    [
      'the head does not contain what runs',
      async (world) => {
        world.ports.vcs.foreign.add(RUNNING.commit);
        return collected(world);
      },
      'contain',
    ],
  ])('rejects when %s, and says so', (_, prepare, said) =>
    inWorld(async (world) => {
      const releaseId = await prepare(world);
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'REJECT' });
      expect(JSON.stringify((await world.record(releaseId, 'decision.made'))?.payload)).toContain(said);
    })(),
  );

  it(
    'gates without a result are MISSING in the facts and on record, never passed',
    inWorld(async (world) => {
      const releaseId = await collected(world, null);
      await world.steps.Decide({ releaseId });
      expect((await evidenceOf(world.ports.blobs, releaseId).get('facts')).gates).toEqual({
        status: 'MISSING',
        results: [],
      });
      expect((await world.record(releaseId, 'gates.ended'))?.payload).toEqual({ status: 'MISSING', results: [] });
    }),
  );

  it(
    'a missing review never reads as clean: it asks for a person',
    inWorld(async (world) => {
      const releaseId = await collected(world);
      world.ports.reviewer.says = { kind: 'UNAVAILABLE', why: 'no model' };
      const second = someEvent({ head: commitOf(9), at: '2026-01-05T11:00:00.000Z' });
      const other = releaseIdOfEvent(second);
      await world.steps.OpenRelease({ releaseId: other, event: second });
      await world.steps.ReviewChange({ releaseId: other });
      await world.ports.gates.finish(other);
      await world.steps.Decide({ releaseId: other });
      const { triggers, because } = await verdictOf(world, other);
      expect(JSON.stringify([triggers, because])).toMatch(/review/i);
      expect(await evidenceOf(world.ports.blobs, releaseId).find('verdict')).toBeNull();
    }),
  );

  it(
    'two hundred failed gates and the longest reasons still fit into the record (a rejection, no fault)',
    inWorld(async (world) => {
      const results = Array.from({ length: 200 }, (_, i) => ({
        gate: `gate ${i} ${'g'.repeat(80)}`,
        stage: 's'.repeat(100),
        status: 'FAILED' as const,
        summary: '\u0007"漢'.repeat(300),
        findings: [],
        seconds: 1,
      }));
      const releaseId = await collected(world, { status: 'FAILED', summary: 'x'.repeat(1000), results });
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'REJECT' });
    }),
  );

  it(
    'a kill switch with an endless reason rejects; it is no fault',
    inWorld(async (world) => {
      await world.ports.controls.setKillSwitch(SHOP, true, 'ops', 'because '.repeat(1000));
      const releaseId = await collected(world);
      await expect(world.steps.Decide({ releaseId })).resolves.toEqual({ next: 'REJECT' });
    }),
  );

  it(
    'a service that left the config is Terminal, as is an unknown release; a malformed id is named',
    inWorld(async (world) => {
      const releaseId = await collected(world);
      const shop = Object.values(world.ports.settings.now.config.services)[0];
      world.ports.settings.change({ services: { other: shop } as never });
      await expect(world.steps.Decide({ releaseId })).rejects.toMatchObject({
        name: 'Terminal',
        message: 'service shop is not in the config any more',
      });
      await expect(world.steps.Decide({ releaseId: releaseIdOf(404) })).rejects.toMatchObject({ name: 'Terminal' });
      await expect(world.steps.Decide({ releaseId: 7 })).rejects.toMatchObject({ name: 'InvalidInput' });
    }),
  );
});
