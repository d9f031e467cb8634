import { describe, expect, it } from '@jest/globals';
import { verifyExport } from '../../core/audit/verify-export.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { DIGEST, HEAD, SHOP, someEvent } from '../support/some-change.ts';
import { inWorld } from '../support/steps-world.ts';
import { wholeWay } from '../support/whole-way.ts';

const releaseId = releaseIdOf(someEvent());
const tokens = { gates: 'token-1', approval: 'token-2', timeLock: 'token-3' };

describe('the whole way of one change', () => {
  it(
    'every step says the word that leads on, and the record tells it in order',
    inWorld(async (world) => {
      const outputs = await wholeWay(world, tokens);
      const words = outputs.map((o) => o.next).filter((next) => next !== undefined && next !== 'CONTINUE');
      const withdrawn = ['OBSERVE', 'WITHDRAW', 'VERIFY', 'ANALYSE', 'PROCEED'];
      const kept = ['OBSERVE', 'PROMOTE', 'PROCEED'];
      expect(words).toEqual([
        'COLLECT',
        'ROLL_OUT',
        'ACQUIRED',
        ...withdrawn,
        ...withdrawn,
        'ROLL_OUT',
        ...kept,
        ...kept,
      ]);
      expect(await world.keys(releaseId)).toEqual([
        'release.opened',
        'budget.reserved.1',
        'budget.settled.1',
        'review.ended',
        'gates.requested',
        'gates.ended',
        'decision.made',
        'lock.taken',
        ...['STAGING', 'CANARY'].flatMap((p) =>
          ['started', 'decided', 'analyst.reserved', 'analyst', 'ended'].map((k) => `shift.${p}.${k}`),
        ),
        ...['APPROVAL', 'TIME_LOCK'].flatMap((g) => ['opened', 'ended'].map((k) => `hold.${g}.${k}`)),
        'permit.issued',
        ...['ROLLOUT', 'WATCH'].flatMap((p) => ['started', 'decided', 'ended'].map((k) => `shift.${p}.${k}`)),
        'release.closed',
      ]);
      expect([...world.ports.callbacks.answers]).toEqual([
        ['token-1', { status: 'PASSED' }],
        ['token-2', { next: 'TIME_LOCK', answer: 'APPROVED' }],
        ['token-3', { next: 'PERMIT', answer: 'ELAPSED' }],
      ]);
      expect(world.ports.deployer.serving.get('production')).toEqual({ commit: HEAD, digest: DIGEST });
      expect(await world.ports.permits.get(releaseId)).toMatchObject({ consumedBy: `${releaseId}.ROLLOUT` });
      expect(await world.ports.locks.holder(SHOP, 'production')).toBeNull();
      expect(await world.ports.releases.get(releaseId)).toMatchObject({ outcome: 'DEPLOYED', status: 'CLOSED' });
      expect(verifyExport([...world.ports.auditLog.lines()].join('')).problems).toEqual([]);
    }),
  );

  it(
    'too little traffic: the canary is made longer, runs so, and the approver reads what it could see (002-21, K4, K5)',
    inWorld(async (world) => {
      world.ports.traffic.past = { ...world.ports.traffic.past, requestsPerSecond: 20 };
      await wholeWay(world, tokens);
      expect((await world.record(releaseId, 'decision.made'))?.payload).toMatchObject({
        plan: { canary: { weight: 5, seconds: 900, remedies: ['longer'] } },
      });
      expect(await evidenceOf(world.ports.blobs, releaseId).shift('CANARY')).toMatchObject({
        plannedSeconds: 900,
        analysis: { verdict: 'PASS', decidedAtSec: 900 },
      });
      const mail = world.ports.mail.sent.find(({ subject }) => subject.startsWith('Approval needed'));
      expect(mail?.text).toContain(
        'Before the canary: about 840 requests expected (736 needed) at 5 % for 15 min, ' +
          'made longer than the 10 min configured to be able to show harm; could see an error rise of',
      );
      expect(mail?.text).toContain('It saw ');
      expect(await world.ports.releases.get(releaseId)).toMatchObject({ outcome: 'DEPLOYED' });
    }),
  );
});
