import { describe, expect, it } from '@jest/globals';
import type { HoldAnswer } from '../../../core/contracts/hold.ts';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { digestOf, commitOf, hold, releaseIdOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { unhealthy } from '../../support/fakes/checks.ts';
import { FAILED } from '../../support/fakes/gates.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { seedRelease, type Seed } from '../../support/seed-release.ts';
import { DIGEST, HEAD, RUNNING, SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

type Answers = {
  readonly approval?: HoldAnswer | null;
  readonly timeLock?: HoldAnswer | null;
  readonly digest?: never;
};

/** Approved by alice, with a time lock that has run to its end. */
async function approved(world: World, seed: Seed = {}, answers: Answers = {}): Promise<ReleaseId> {
  const releaseId = await seedRelease(world, { ...seed, shifts: { STAGING: {}, CANARY: {}, ...seed.shifts } });
  const subject = { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash };
  const ended = async (kind: 'APPROVAL' | 'TIME_LOCK', answer: HoldAnswer | null) => {
    if (answer === null) return;
    const holdId = `${releaseId}.${kind}`;
    const deadline = new Date(world.clock.now()).toISOString();
    await world.ports.holds.open(
      hold(holdId, { kind, subject: { ...subject, digest: answers.digest ?? DIGEST }, deadline }),
      't',
    );
    await world.ports.holds.end(holdId, { answer, by: 'alice', reason: '' }, {});
  };
  await ended('APPROVAL', answers.approval === undefined ? 'APPROVED' : answers.approval);
  await ended('TIME_LOCK', answers.timeLock === undefined ? 'ELAPSED' : answers.timeLock);
  return releaseId;
}
const issue = (world: World, releaseId: ReleaseId) => world.steps.IssuePermit({ releaseId });

describe('issue-permit', () => {
  it(
    'writes a permit for exactly these bytes under this fence, after it is on record',
    inWorld(async (world) => {
      const releaseId = await approved(world);
      const seen = keysAt(world, 'permits', 'issue', releaseId);
      await expect(issue(world, releaseId)).resolves.toEqual({ next: 'ROLL_OUT' });
      expect(seen).toHaveLength(1);
      const records = await world.ports.auditLog.records(releaseId);
      expect(seen[0]).toEqual(records.map((r) => r.key));
      expect(records.map((r) => r.event)).toEqual(['permit.issued']);
      const now = world.clock.now();
      expect(await world.ports.permits.get(releaseId)).toEqual({
        releaseId,
        service: SHOP,
        head: HEAD,
        digest: DIGEST,
        fence: 1,
        issuedAt: now,
        expiresAt: now + 1_800_000,
        consumedBy: null,
      });
    }),
  );

  it(
    '002-19: a person has taken over a staging that the analyst was not content with',
    inWorld(async (world) => {
      const releaseId = await approved(world, { shifts: { STAGING: { result: 'INCONCLUSIVE' }, CANARY: {} } });
      await expect(issue(world, releaseId)).resolves.toEqual({ next: 'ROLL_OUT' });
    }),
  );

  const refusals: [string, (world: World) => Promise<ReleaseId>, string][] = [
    ['the head moved', after((w) => w.ports.vcs.heads.set('branch/faster', commitOf(9))), 'head-unchanged'],
    ['the branch is gone', after((w) => w.ports.vcs.heads.set('branch/faster', null)), 'head-unchanged'],
    ['the artifact is another', after((w) => w.ports.vcs.digests.set(HEAD, digestOf(9))), 'digest-unchanged'],
    ['the config changed', after((w) => w.ports.settings.change({ profile: 'guarded' })), 'policy-unchanged'],
    [
      'the kill switch is on',
      after((w) => w.ports.controls.setKillSwitch('*', true, 'ops', 'fire')),
      'kill-switch-off',
    ],
    [
      'the bytes are in quarantine',
      after((w) => w.ports.controls.addQuarantine(SHOP, DIGEST, 'hurt')),
      'not-quarantined',
    ],
    ['production is ill', after((w) => (w.ports.checks.seen.production = [unhealthy])), 'production-healthy'],
    ['nobody knows how production is', after((w) => (w.ports.checks.seen.production = [])), 'production-healthy'],
    ['newer code runs', after((w) => w.ports.vcs.foreign.add(RUNNING.commit)), 'contains-running'],
    ['the lock is lost', after((w, id) => w.ports.locks.release(SHOP, 'production', id)), 'lock-held'],
    [
      'another holds the lock',
      after(async (w, id) => {
        await w.ports.locks.release(SHOP, 'production', id);
        await w.ports.locks.take(SHOP, 'production', releaseIdOf(9), w.clock.now());
      }),
      'lock-held',
    ],
    ['a gate did not pass', after((w) => (w.ports.gates.result = async () => FAILED)), 'gates-passed'],
    ['no gate has a result', after((w) => (w.ports.gates.result = async () => null)), 'gates-passed'],
    ['it was stopped', after((w, id) => w.ports.releases.requestStop(id, stop)), 'not-stopped'],
    ['nobody approved', (w) => approved(w, {}, { approval: null }), 'approval-valid'],
    ['it was rejected', (w) => approved(w, {}, { approval: 'REJECTED' }), 'approval-valid'],
    ['silence is no approval', (w) => approved(w, {}, { approval: 'ELAPSED' }), 'approval-valid'],
    ['other bytes were approved', (w) => approved(w, {}, { digest: digestOf(9) as never }), 'approval-valid'],
    ['there was no time lock', (w) => approved(w, {}, { timeLock: null }), 'time-lock-elapsed'],
    ['the time lock was cancelled', (w) => approved(w, {}, { timeLock: 'CANCELLED' }), 'time-lock-elapsed'],
    ['staging failed', (w) => approved(w, { shifts: { STAGING: { result: 'FAILED' } } }), 'staging-passed'],
    ['the canary was cancelled', (w) => approved(w, { shifts: { CANARY: { result: 'CANCELLED' } } }), 'canary-judged'],
    [
      'an inconclusive canary was not taken over by a person',
      (w) =>
        approved(
          w,
          {
            verdict: { route: 'AUTONOMOUS', riskClass: 'LOW', triggers: [] },
            shifts: { CANARY: { result: 'INCONCLUSIVE' } },
          },
          { approval: null },
        ),
      'approval-valid',
    ],
    [
      'an inconclusive staging was not taken over by a person',
      (w) =>
        approved(
          w,
          {
            verdict: { route: 'AUTONOMOUS', riskClass: 'LOW', triggers: [] },
            shifts: { STAGING: { result: 'INCONCLUSIVE' }, CANARY: {} },
          },
          { approval: null },
        ),
      'approval-valid',
    ],
  ];
  it.each(refusals)('is denied when %s', (_, prepare, rule) =>
    inWorld(async (world) => {
      const releaseId = await prepare(world);
      await expect(issue(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
      expect(await world.ports.permits.get(releaseId)).toBeNull();
      const [record] = await world.ports.auditLog.records(releaseId);
      expect(record).toMatchObject({ event: 'permit.denied', rationale: expect.stringContaining(rule) });
    })(),
  );

  it(
    'is denied in a freeze window of the service, and only of that',
    inWorld(
      async (world) => {
        const releaseId = await approved(world);
        await expect(issue(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
        expect((await world.ports.auditLog.records(releaseId))[0]?.rationale).toContain('no-freeze: Holidays');
      },
      {
        freezeWindows: [
          { name: 'Holidays', from: '2026-01-05T09:00:00.000Z', to: '2026-01-05T11:00:00.000Z', services: ['shop'] },
        ],
      },
    ),
  );

  it('changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const releaseId = await approved(world);
      return { releaseId, run: () => issue(world, releaseId) };
    }));

  it('a denial changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const releaseId = await approved(world, {}, { approval: null });
      return { releaseId, run: () => issue(world, releaseId) };
    }));

  it(
    'what was denied on record is never issued, also when the reason has gone',
    inWorld(async (world) => {
      const releaseId = await approved(world);
      await world.ports.controls.setKillSwitch(SHOP, true, 'ops', 'fire');
      await issue(world, releaseId);
      await world.ports.controls.setKillSwitch(SHOP, false, 'ops', 'out');
      await expect(issue(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
      expect(await world.ports.permits.get(releaseId)).toBeNull();
    }),
  );

  it(
    'what is on record as issued and then could not be written is checked again, and denied on record',
    inWorld(async (world) => {
      const releaseId = await approved(world);
      failOnce(world, 'permits', 'issue');
      await expect(issue(world, releaseId)).rejects.toMatchObject({ name: 'Transient' });
      await world.ports.controls.setKillSwitch(SHOP, true, 'ops', 'fire');
      await expect(issue(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
      expect(await world.ports.permits.get(releaseId)).toBeNull();
      const events = (await world.ports.auditLog.records(releaseId)).map((r) => r.event);
      expect(events).toEqual(['permit.issued', 'permit.denied']);
    }),
  );

  it(
    'an unknown release is Terminal, a malformed id is named',
    inWorld(async (world) => {
      await expect(issue(world, releaseIdOf(404))).rejects.toMatchObject({ name: 'Terminal' });
      await expect(issue(world, '' as ReleaseId)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('input of issue-permit: releaseId'),
      });
    }),
  );
});

const stop = { kind: 'CANCEL', by: 'dev', reason: 'not now', at: '2026-01-05T10:00:00.000Z' } as const;

function after(happen: (world: World, releaseId: ReleaseId) => unknown) {
  return async (world: World): Promise<ReleaseId> => {
    const releaseId = await approved(world);
    await happen(world, releaseId);
    return releaseId;
  };
}
