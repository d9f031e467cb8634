import { describe, expect, it } from '@jest/globals';
import { keysAt } from '../../support/faults.ts';
import { DIGEST, HEAD } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';
import { HOUR, approvers, window, autonomous, at, open, answers, stop } from './an-open-hold.ts';

describe('open-hold APPROVAL', () => {
  it(
    'asks every approver who wrote no part of it, for 24 hours (001-37, 001-38)',
    inWorld(
      async (world) => {
        const { releaseId, run, hold } = await open(world);
        const seen = keysAt(world, 'holds', 'open', releaseId);
        await expect(run()).resolves.toEqual({});
        expect(seen).toEqual([['hold.APPROVAL.opened']]);
        expect(await hold()).toMatchObject({
          kind: 'APPROVAL',
          subject: { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash },
          deadline: at(world, 24 * HOUR),
          silence: 'CANCEL',
          approvers: approvers.slice(0, 2),
          authors: ['dev@example.com'],
          noticeDelivered: true,
          status: { kind: 'OPEN' },
        });
        expect((await world.record(releaseId, 'hold.APPROVAL.opened'))?.payload).toMatchObject({
          kind: 'APPROVAL',
          silence: 'CANCEL',
          approvers: ['alice', 'bob'],
        });
        expect(answers(world)).toEqual([]);
      },
      { approvers },
    ),
  );

  it(
    'mails each of them one link, and nobody the link of another',
    inWorld(
      async (world) => {
        const { run } = await open(world);
        await run();
        const { sent } = world.ports.mail;
        expect(sent.map((m) => m.to)).toEqual(['alice@example.com', 'bob@example.com']);
        const links = sent.map((m) => m.text.match(/http:\/\/127\.0\.0\.1:4600\/holds\/\S+/g));
        expect(links.map((l) => l?.length)).toEqual([1, 1]);
        expect(links[0]).not.toEqual(links[1]);
      },
      { approvers },
    ),
  );

  it(
    'nobody is left who may approve: it expires at once and says why',
    inWorld(
      async (world) => {
        const { releaseId, run } = await open(world);
        await run();
        expect(answers(world)).toEqual([['token-1', { next: 'CLOSE', answer: 'EXPIRED' }]]);
        expect((await world.record(releaseId, 'hold.APPROVAL.ended'))?.rationale).toContain('nobody may approve it');
      },
      { approvers: approvers.slice(2) },
    ),
  );

  it(
    'a cancel window lasts one hour, silence proceeds, authors may cancel (001-55, K10)',
    inWorld(
      async (world) => {
        const { run, hold } = await open(world, { verdict: window });
        await run();
        expect(await hold()).toMatchObject({
          kind: 'CANCEL_WINDOW',
          deadline: at(world, HOUR),
          silence: 'PROCEED',
          approvers,
          noticeDelivered: true,
        });
      },
      { approvers },
    ),
  );

  it(
    'a notice that one mail system did not take is not delivered, so silence will not proceed (K10)',
    inWorld(
      async (world) => {
        world.ports.mail.broken.add('bob@example.com');
        const { run, hold } = await open(world, { verdict: window });
        await run();
        expect(await hold()).toMatchObject({ noticeDelivered: false, status: { kind: 'OPEN' } });
      },
      { approvers },
    ),
  );

  it(
    'nobody is asked when policy asks nobody; that is recorded before the token is answered',
    inWorld(async (world) => {
      const { releaseId, run, hold } = await open(world, { verdict: autonomous });
      const seen = keysAt(world, 'callbacks', 'succeed', releaseId);
      await run();
      expect(seen).toEqual([['hold.APPROVAL.ended']]);
      expect(answers(world)).toEqual([['token-1', { next: 'TIME_LOCK', answer: 'NOT_REQUIRED' }]]);
      expect(await hold()).toBeNull();
    }),
  );

  it(
    'an inconclusive canary asks a person, whatever the route says',
    inWorld(async (world) => {
      const shifts = { CANARY: { result: 'INCONCLUSIVE' as const } };
      const { run, hold } = await open(world, { verdict: autonomous, shifts });
      await run();
      expect(await hold()).toMatchObject({ kind: 'APPROVAL', silence: 'CANCEL' });
    }),
  );

  it(
    '002-19: an inconclusive staging does so too',
    inWorld(async (world) => {
      const shifts = { STAGING: { result: 'INCONCLUSIVE' as const }, CANARY: {} };
      const { run, hold } = await open(world, { verdict: autonomous, shifts });
      await run();
      expect(await hold()).toMatchObject({ kind: 'APPROVAL', silence: 'CANCEL' });
    }),
  );

  it.each(['FAILED', 'CANCELLED', 'NOT_STARTED', null] as const)('a canary that ended as %s opens nothing', (result) =>
    inWorld(async (world) => {
      const { run, hold } = await open(world, { shifts: { CANARY: { result } } });
      await expect(run()).rejects.toMatchObject({ name: 'Terminal' });
      expect(await hold()).toBeNull();
      expect(world.ports.mail.sent).toEqual([]);
    })(),
  );

  it.each([
    ['CANCEL', 'CANCELLED'],
    ['SUPERSEDE', 'SUPERSEDED'],
  ] as const)('a release with a %s asks nobody', (kind, answer) =>
    inWorld(async (world) => {
      const { releaseId, run, hold } = await open(world);
      await world.ports.releases.requestStop(releaseId, stop(kind));
      await run();
      expect(answers(world)).toEqual([['token-1', { next: 'CLOSE', answer }]]);
      expect(await hold()).toBeNull();
      expect(world.ports.mail.sent).toEqual([]);
    })(),
  );

  it(
    'hostile text in a title is text in the mail',
    inWorld(async (world) => {
      const title = '<img src=x onerror=alert(1)>\nBcc: all@example.com https://evil.example/approve';
      const { run } = await open(world, { event: { title } });
      await run();
      const [mail] = world.ports.mail.sent;
      expect(mail?.subject).not.toMatch(/[\r\n]/);
      expect(mail?.html).not.toContain('<img');
      expect(mail?.html.match(/href="[^"]*"/g)).toHaveLength(1);
    }),
  );
});
